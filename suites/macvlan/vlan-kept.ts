import { conformance, documented, lanHost, macvlan, same, sameLinks, shell, succeeded } from 'docknet';

export default conformance({
  id: 'macvlan/vlan-kept',
  title: 'a VLAN interface that was there before is a parent, and stays when the network is removed',
  claim: documented(
    'macvlan-page',
    '802.1Q trunk bridge mode',
    'Docker deletes with the network only a sub-interface that it created itself.',
  ),
  given: { server: lanHost({ vlan: 50 }) },
  when: async ({ host }) => {
    await host.sh(`ip link add link ${host.uplink.name} name ${host.uplink.name}.70 type vlan id 70`);
    const before = await host.links();
    const own = await host.createNetwork('red', macvlan({ vlan: 70 }));
    const engines = await host.createNetwork('blue', macvlan({ vlan: 80 }));
    const restarted = await host.restartEngine(); // what it created itself must be known afterwards
    const meanwhile = await host.links();
    const removed = [await host.removeNetwork('red'), await host.removeNetwork('blue')] as const;
    const after = await host.links();
    await host.sh(`ip link del ${host.uplink.name}.70`);
    return { before, own, engines, restarted, meanwhile, removed, after };
  },
  expect: ({ host }, { before, own, engines, restarted, meanwhile, removed, after }) => [
    ...[own, engines, restarted, ...removed].map(succeeded),
    same(
      'interfaces that the engine created',
      meanwhile.map(({ name }) => name).filter((name) => before.every((link) => link.name !== name)),
      [`${host.uplink.name}.80`],
    ),
    sameLinks('only the engine’s own is gone', before, after),
  ],
  // The engine finds the second one too, and creates none.
  sabotage: ({ host }) => shell(`ip link add link ${host.uplink.name} name ${host.uplink.name}.80 type vlan id 80`),
});
