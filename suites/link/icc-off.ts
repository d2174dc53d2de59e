import { answered, conformance, container, documented, engine, syn, timedOut, withGiven } from 'docknet';

const silence = (sourcePort: number) => ({ sourcePort, timeoutMs: 500 });

export default conformance({
  id: 'link/icc-off',
  title: 'with icc off a linked container reaches the exposed ports of the other, and nobody else does',
  claim: documented(
    'dockerd-man',
    '--icc',
    'With icc off, containers of docker0 communicate only by links, at the ports that the linked container exposes.',
  ),
  given: {
    daemon: engine({ icc: false }),
    db: container({ serve: 80, alsoServe: [81, 82], expose: ['80', '82'] }),
    web: container({ links: ['db:store'] }),
    stranger: container(),
  },
  when: async ({ web, db, stranger, host }) => ({
    open: [await web.get('store', 80), await web.get('store', 82), await host.get(db, 80), await host.get(db, 81)],
    shut: [
      await web.get(db, 81, silence(40001)),
      await stranger.get(db, 80, silence(40002)),
      await stranger.get(db, 81, silence(40003)),
    ],
  }),
  expect: ({ db, web, stranger }, { open, shut }) => [
    ...open.map(answered),
    ...shut.map(timedOut),
    ...[80, 82].map((port) => db.eth0.saw(syn(web, db, port))),
    web.eth0.saw(syn(web, db, 81)),
    db.eth0.neverSaw(syn(web, db, 81)),
    stranger.eth0.saw(syn(stranger, db, 80)),
    db.eth0.neverSaw(syn(stranger, db, 80)),
  ],
  sabotage: withGiven({ daemon: engine({ icc: true }) }),
});
