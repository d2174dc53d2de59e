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
  lanHost,
  macvlan,
  sameLinks,
  succeeded,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/vlan-parent',
  title: 'parent=uplink.50 makes that interface, tags the containers’ frames with VLAN 50, and goes with the network',
  claim: documented(
    'macvlan-page',
    '802.1Q trunk bridge mode',
    'A parent with a dot in its name is a sub-interface for that VLAN, which Docker creates and deletes with the ' +
      'network.',
  ),
  given: {
    server: lanHost({ vlan: 50 }),
    control: lanHost(),
    lan: macvlan({ vlan: 50 }),
    web: container({ on: 'lan' }),
  },
  when: async ({ web, server, control, host }) => {
    const before = await host.links();
    const created = await host.createNetwork('blue', macvlan({ vlan: 60 }));
    const between = await host.links();
    const removed = await host.removeNetwork('blue');
    const after = await host.links();
    return { before, created, between, removed, after, ping: await web.ping(server), host: await control.ping(host) };
  },
  expect: ({ web, server, control, host }, { before, created, between, removed, after, ping, ...controls }) => [
    succeeded(created),
    succeeded(removed),
    that(
      'the network’s parent is a VLAN interface',
      between.some(({ name, type }) => name === `${host.uplink.name}.60` && type === 'vlan'),
      between.map(({ name }) => name).join(', '),
    ),
    sameLinks('it went with its network', before, after),
    answered(ping),
    answered(controls.host),
    host.uplink.saw(inVlan(50, fromMac(web.mac, echoRequest(web, server)))),
    host.uplink.saw(inVlan(50, echoReply(server, web))),
    host.uplink.saw(inVlan(null, echoRequest(control, host))),
    host.uplink.neverSaw(inVlan(null, anything({ from: web }))),
  ],
  sabotage: withGiven({ lan: macvlan({ subnets: ['10.50.0.0/24'] }) }),
});
