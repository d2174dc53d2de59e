import {
  answered,
  conformance,
  container,
  different,
  documented,
  echoRequest,
  journey,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'shared/pid-only',
  title: 'a container that joins another’s process namespace keeps a network namespace of its own',
  claim: documented(
    'notes',
    '3.7. Interesting things',
    'A container started with --pid of another sees its processes and has its own eth0 and address.',
  ),
  given: { db: container({ serve: 80 }), web: container({ pidNamespaceOf: 'db' }) },
  when: async ({ db, web }) => ({
    ping: await web.ping(db),
    processes: await web.processes(),
    own: await web.netns(),
    other: await db.netns(),
  }),
  expect: ({ db, web }, { ping, processes, own, other }) => [
    that(
      'web sees db’s server',
      processes.some((command) => command.includes('httpd -p 80')),
      processes,
    ),
    different('the network namespaces of web and of db', own, other),
    different('the addresses of web and of db', web.address, db.address),
    different('the MAC addresses of web and of db', web.mac, db.mac),
    answered(ping),
    journey([web.eth0, echoRequest(web, db)], [db.eth0, echoRequest(web, db)]), // out by one veth and in by another
  ],
  sabotage: withGiven({ web: container() }),
  needs: { icc: true },
});
