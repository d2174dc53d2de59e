import {
  answered,
  anything,
  clientSeenAs,
  conformance,
  container,
  dockerHost,
  documented,
  echoReply,
  echoRequest,
  inVxlan,
  iptables,
  overlay,
  resolved,
  withTtl,
} from 'docknet';

export default conformance({
  id: 'overlay/across',
  title: 'containers of one overlay network on two docker hosts reach each other by name, inside VXLAN on the LAN',
  claim: documented(
    'overlay-page',
    'Standalone containers',
    'Engines of one swarm carry an attachable network between them: its containers find each other by name, and the ' +
      'LAN carries their frames in UDP packets for port 4789.',
  ),
  given: {
    second: dockerHost(),
    net: overlay(),
    web: container({ on: 'net' }),
    db: container({ on: 'net', runsOn: 'second', serve: 80 }),
  },
  when: async ({ web, db }) => ({
    name: await web.lookup(db.name),
    back: await db.lookup(web.name),
    ping: await web.ping(db),
    page: await web.get(db, 80),
  }),
  expect: ({ second, web, db, host }, { name, back, ping, page }) => [
    resolved(name, db),
    resolved(back, web),
    answered(ping),
    clientSeenAs(page, web),
    web.eth0.saw(echoRequest(web, db)),
    host.uplink.saw(inVxlan(host, second, echoRequest(web, db))),
    second.uplink.saw(inVxlan(host, second, echoRequest(web, db))),
    db.eth0.saw(withTtl(64, echoRequest(web, db))), // bridged, not routed
    second.uplink.saw(inVxlan(second, host, echoReply(db, web))),
    web.eth0.saw(echoReply(db, web)),
    host.uplink.saw(anything({ protocol: 'udp', from: host, to: second, port: 4789 })),
    host.uplink.neverSaw(anything({ from: web })),
    host.uplink.neverSaw(anything({ from: db })),
  ],
  sabotage: () => iptables('-I INPUT -p udp --dport 4789 -j DROP'),
});
