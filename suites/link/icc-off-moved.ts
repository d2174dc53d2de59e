import {
  answered,
  conformance,
  container,
  different,
  documented,
  engine,
  same,
  syn,
  synAck,
  timedOut,
  withGiven,
} from 'docknet';

const silence = (sourcePort: number) => ({ sourcePort, timeoutMs: 500 });

export default conformance({
  id: 'link/icc-off-moved',
  title: 'with icc off a link follows the linked container to another address',
  claim: documented(
    'links',
    'Updating the /etc/hosts file',
    'Links go on working when the linked container is restarted, whatever address it has then.',
  ),
  given: {
    daemon: engine({ icc: false }),
    db: container({ serve: 80, expose: ['80'] }),
    web: container({ links: ['db:store'] }),
    late: container({ started: false, serve: 80, expose: ['80'] }),
  },
  when: async ({ web, db, late }) => {
    const { address } = db;
    const before = await web.get('store', 80);
    await db.stop();
    await late.start();
    await db.start();
    const moved = await web.get(db, 80, silence(40004));
    const stranger = await web.get(late, 80, silence(40005));
    return { address, before, moved, stranger };
  },
  expect: ({ db, late, web }, { address, before, moved, stranger }) => [
    same('another container has db’s former address,', late.address, address),
    different('db’s addresses', db.address, address),
    ...[before, moved].map(answered),
    timedOut(stranger),
    web.eth0.saw(synAck(db, 80, web)),
  ],
  known: [
    {
      engines: '*',
      because:
        'the engine accepts the linked container’s address at the start of the one that links to it: until that is ' +
        'restarted, the link leads to whichever container has this address now',
      instead: ({ db, late, web }, { address, before, moved, stranger }) => [
        same('another container has db’s former address,', late.address, address),
        different('db’s addresses', db.address, address),
        ...[before, stranger].map(answered),
        timedOut(moved),
        web.eth0.saw(syn(web, db, 80)),
        web.eth0.saw(synAck(late, 80, web)),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({ icc: true }) }),
});
