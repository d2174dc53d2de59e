import {
  answered,
  arpRequest,
  conformance,
  container,
  documented,
  echoReply,
  lanHost,
  macvlan,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/private-mode',
  title: 'in mode private, the containers of a macvlan network reach the LAN but not each other',
  claim: documented(
    'macvlan-page',
    'Options',
    'The option macvlan_mode sets the mode: bridge, vepa, passthru or private. In private mode interfaces of ' +
      'one parent are cut off from each other.',
  ),
  given: {
    lan: macvlan({ mode: 'private' }),
    web: container({ on: 'lan' }),
    db: container({ on: 'lan' }),
    server: lanHost(),
  },
  when: async ({ web, db, server }) => ({
    across: await web.ping(db, { timeoutMs: 1000 }),
    controls: [await web.ping(server), await db.ping(server)] as const,
  }),
  expect: ({ web, db, server, host }, { across, controls }) => [
    unanswered(across),
    ...controls.map(answered),
    host.uplink.saw(arpRequest(db, { from: web })),
    db.eth0.saw(echoReply(server, db)),
    db.eth0.neverSaw(arpRequest(db, { from: web })),
  ],
  sabotage: withGiven({ lan: macvlan() }),
});
