import {
  answered,
  conformance,
  container,
  documented,
  echoRequest,
  fromMac,
  inVlan,
  lanHost,
  macvlan,
  same,
  sameLinks,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/vlan-shared',
  title: 'two networks share a VLAN interface of the engine’s, which goes with the last of them',
  claim: documented(
    'macvlan-page',
    '802.1Q trunk bridge mode',
    'The sub-interface that Docker creates for a network’s VLAN is deleted with the network; several networks can ' +
      'have one parent.',
  ),
  given: { server: lanHost({ vlan: 50 }), lan: macvlan({ vlan: 50 }), web: container({ on: 'lan' }) },
  when: async ({ web, server, host }) => {
    const vlans = async () => (await host.links()).flatMap(({ name, type }) => (type === 'vlan' ? [name] : []));
    const clean = await host.links();
    const created = [
      await host.createNetwork('red', macvlan({ vlan: 50, subnets: ['10.60.0.0/24'] })),
      await host.createNetwork('blue', macvlan({ vlan: 60, subnets: ['10.61.0.0/24'] })),
      await host.createNetwork('green', macvlan({ vlan: 60, subnets: ['10.62.0.0/24'] })),
    ];
    const pings = [await web.ping(server)];
    const both = await vlans();
    const removed = [await host.removeNetwork('red'), await host.removeNetwork('blue')];
    const one = await vlans();
    pings.push(await web.ping(server));
    removed.push(await host.removeNetwork('green'));
    return { clean, actions: [...created, ...removed], pings, both, one, after: await host.links() };
  },
  expect: ({ web, server, host }, { clean, actions, pings, both, one, after }) => [
    ...actions.map(succeeded),
    ...pings.map(answered),
    same('with all networks the VLAN interfaces are', both, [`${host.uplink.name}.50`, `${host.uplink.name}.60`]),
    same('with one network on each parent they are', one, both),
    sameLinks('the second parent went with its last network', clean, after),
    host.uplink.sawTimes(2, inVlan(50, fromMac(web.mac, echoRequest(web, server)))),
  ],
  sabotage: withGiven({ lan: macvlan({ vlan: 70, subnets: ['10.50.0.0/24'] }) }),
  appliesTo: { engines: '>=27.0.0', because: 'two networks on one parent are possible from 27.0 on' },
});
