import { conformance, documented, engine, failed, same, succeeded, withGiven } from 'docknet';

const pools = (size: number) => [
  { base: '10.97.0.0/23', size },
  { base: '10.99.0.0/23', size: 25 },
];

export default conformance({
  id: 'addressing/pools',
  title: 'networks get blocks of the address pools in their order, until none is left',
  claim: documented(
    'dockerd',
    'default-address-pools',
    'Networks without a subnet get blocks of the first pool, of its size, and then of the next, of that one’s.',
  ),
  given: { daemon: engine({ 'default-address-pools': pools(24) }) },
  when: async ({ host }) => {
    const names = ['net1', 'net2', 'net3', 'net4', 'net5'];
    for (const name of names) await host.createNetwork(name);
    const full = await host.createNetwork('net6');
    const chosen = await host.createNetwork('chosen', { subnet: '10.98.0.0/24' });
    const subnets = await Promise.all(names.map(async (name) => (await host.network(name))?.subnet));
    await host.removeNetwork('net2');
    await host.restartEngine();
    await host.createNetwork('net6');
    return { subnets, full, chosen, freed: (await host.network('net6'))?.subnet };
  },
  expect: ({ host }, { subnets, full, chosen, freed }) => [
    same('docker0 has', host.docker0.subnet, '10.97.0.0/24'),
    same('the networks have', subnets, [
      '10.97.1.0/24',
      ...[0, 1].flatMap((n) => [`10.99.${n}.0/25`, `10.99.${n}.128/25`]),
    ]),
    failed(full, 'address pool'),
    succeeded(chosen),
    same('after a restart a new network has the removed one’s block,', freed, '10.99.0.0/25'),
  ],
  sabotage: withGiven({ daemon: engine({ 'default-address-pools': pools(23) }) }),
  notOnHost: 'it restarts the engine',
});
