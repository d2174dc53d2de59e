import {
  answered,
  anything,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  fromMac,
  inVlan,
  ipvlan,
  lanHost,
  sameLinks,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipvlan/vlan-parent',
  title: 'an ipvlan network on parent=uplink.50 tags its frames with VLAN 50',
  claim: documented(
    'ipvlan-page',
    'IPvlan L2 mode',
    'A sub-interface for a parent is a VLAN of the LAN; Docker creates it, and deletes it with the network.',
  ),
  given: { server: lanHost({ vlan: 50 }), lan: ipvlan({ vlan: 50 }), web: container({ on: 'lan' }) },
  when: async ({ web, server, host }) => {
    const before = await host.links();
    const created = await host.createNetwork('blue', ipvlan({ vlan: 60 }));
    const removed = await host.removeNetwork('blue');
    return { before, created, removed, after: await host.links(), ping: await web.ping(server) };
  },
  expect: ({ web, server, host }, { before, created, removed, after, ping }) => [
    succeeded(created),
    succeeded(removed),
    sameLinks('the second network’s interface is gone', before, after),
    answered(ping),
    host.uplink.saw(inVlan(50, fromMac(host.mac, echoRequest(web, server)))),
    host.uplink.saw(inVlan(50, echoReply(server, web))),
    host.uplink.neverSaw(inVlan(null, anything({ from: web }))),
  ],
  sabotage: withGiven({ lan: ipvlan({ subnets: ['10.50.0.0/24'] }) }),
});
