import {
  anything,
  clientSeenAs,
  conformance,
  container,
  dockerHost,
  documented,
  iptables,
  lanHost,
  overlay,
  same,
  syn,
} from 'docknet';

export default conformance({
  id: 'overlay/outside',
  title: 'an overlay network’s containers reach the LAN from their docker host’s address, not from the overlay’s',
  claim: documented(
    'overlay-page',
    'Standalone containers',
    'The bridge docker_gwbridge connects the containers of overlay networks to their docker host’s network.',
  ),
  given: {
    second: dockerHost(),
    net: overlay(),
    web: container({ on: 'net' }),
    db: container({ on: 'net', runsOn: 'second' }),
    server: lanHost(),
  },
  when: async ({ web, db, server }) => ({
    web: await web.get(server, 80),
    db: await db.get(server, 80),
    routes: await web.routes(),
  }),
  expect: ({ second, web, db, server, host }, outcome) => [
    clientSeenAs(outcome.web, host),
    clientSeenAs(outcome.db, second),
    same('the default route’s interface is', outcome.routes.find(({ to }) => to === 'default')?.interface, 'eth1'),
    host.uplink.saw(syn(host, server, 80)),
    host.uplink.neverSaw(anything({ from: web })),
    second.uplink.saw(syn(second, server, 80)),
    second.uplink.neverSaw(anything({ from: db })),
  ],
  sabotage: () => iptables('-I FORWARD -i docker_gwbridge -j DROP'),
});
