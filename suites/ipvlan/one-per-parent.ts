import { conformance, documented, failed, ipvlan, macvlan, sameLinks, succeeded, withGiven } from 'docknet';

export default conformance({
  id: 'ipvlan/one-per-parent',
  title: 'a second ipvlan network on the same parent is refused until the first is removed',
  claim: documented(
    'moby-macvlan',
    'Note',
    'An interface is the parent of one ipvlan network; a second network on it is refused.',
  ),
  given: {},
  when: async ({ host }) => {
    const before = await host.links();
    const first = await host.createNetwork('red', ipvlan());
    const second = await host.createNetwork('blue', ipvlan({ subnets: ['10.60.0.0/24'] }));
    const removed = await host.removeNetwork('red');
    const third = await host.createNetwork('green', ipvlan({ subnets: ['10.61.0.0/24'] }));
    return { before, first, second, removed, third, after: await host.links() };
  },
  expect: ({ host }, { before, first, second, removed, third, after }) => [
    succeeded(first),
    failed(second, 'is already using parent interface', host.uplink.name),
    succeeded(removed),
    succeeded(third),
    sameLinks('an ipvlan network without a container has no interface', before, after),
  ],
  // Another network has the parent, and a subnet of theirs.
  sabotage: withGiven({ lan: macvlan({ subnets: ['10.61.0.0/24'] }) }),
});
