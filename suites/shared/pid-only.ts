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
    'Joined with --pid alone, a container sees the other’s processes and has an eth0 and an address of its own.',
  ),
  given: { db: container({ serve: 80 }), tool: container({ pidNamespaceOf: 'db' }) },
  when: async ({ db, tool }) => ({
    ping: await tool.ping(db),
    processes: await tool.sh('ps'),
    own: await tool.netns(),
    theirs: await db.netns(),
  }),
  expect: ({ db, tool }, { ping, processes, own, theirs }) => [
    that('ps in tool shows the server of db', processes.includes('httpd -p 80'), processes),
    different('the network namespaces of tool and of db', own, theirs),
    different('the addresses of tool and of db', tool.address, db.address),
    different('the hardware addresses of tool and of db', tool.mac, db.mac),
    answered(ping),
    journey([tool.eth0, echoRequest(tool, db)], [db.eth0, echoRequest(tool, db)]), // out by one cable and in by another
  ],
  sabotage: withGiven({ tool: container() }),
});
