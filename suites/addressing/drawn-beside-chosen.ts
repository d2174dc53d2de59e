import { addressIn, answered, conformance, container, documented, engine, same, succeeded, withGiven } from 'docknet';

const daemon = (base: string) => engine({ 'default-address-pools': [{ base, size: 24 }] });
const block = (n: number) => `10.97.${n}.0/24`;

export default conformance({
  id: 'addressing/drawn-beside-chosen',
  title: 'a network without a subnet gets the first block of the pool that no other network’s subnet overlaps',
  claim: documented(
    'overview',
    'Automatic subnet allocation',
    'The engine chooses a subnet of the pool that is free: neither given to a network nor chosen for one.',
  ),
  given: { daemon: daemon('10.97.0.0/16'), web: container() },
  when: async ({ web, host }) => {
    const actions = [
      await host.createNetwork('half', { subnet: '10.97.2.128/25' }),
      await host.createNetwork('whole', { subnet: block(1) }),
      await host.createNetwork('double', { subnet: '10.97.4.0/23' }),
    ];
    const draw = async (...names: string[]) => {
      for (const name of names) actions.push(await host.createNetwork(name));
      return Promise.all(names.map(async (name) => (await host.network(name))?.subnet));
    };
    const first = await draw('net1', 'net2', 'net3', 'net4');
    for (const name of ['net1', 'net2', 'whole']) actions.push(await host.removeNetwork(name));
    const second = await draw('net5', 'net6', 'net7', 'net8');
    actions.push(await host.removeNetwork('half'), await host.removeNetwork('net3'), await host.restartEngine());
    const third = await draw('net9', 'net10', 'net11');
    actions.push(await web.start());
    const connected = await web.connect({ key: 'net11', name: (await host.network('net11'))?.name ?? 'net11' });
    return { actions, first, second, third, connected, ping: await web.ping(addressIn(third[2] ?? '', 1)) };
  },
  expect: ({ host }, { actions, first, second, third, connected, ping }) => [
    same('docker0 has', host.docker0.subnet, block(0)),
    ...actions.map(succeeded),
    same('beside the chosen subnets networks have', first, [3, 6, 7, 8].map(block)),
    same('after three were removed, the next have', second, [1, 3, 6, 9].map(block)),
    same('after two others were removed and the engine restarted,', third, [2, 7, 10].map(block)),
    succeeded(connected),
    answered(ping),
  ],
  known: [
    {
      engines: '<27.0.0',
      because: 'these engines go on after the block drawn last, and begin anew when they start',
      instead: ({ host }, { actions, first, second, third, connected, ping }) => [
        same('docker0 has', host.docker0.subnet, block(0)),
        ...actions.map(succeeded),
        same('beside the chosen subnets networks have', first, [3, 6, 7, 8].map(block)),
        same('after three were removed, the next have', second, [9, 10, 11, 12].map(block)),
        same('after two others were removed and the engine restarted,', third, [1, 2, 3].map(block)),
        succeeded(connected),
        answered(ping),
      ],
    },
  ],
  // There is no block after the fourth.
  sabotage: withGiven({ daemon: daemon('10.97.0.0/22') }),
  notOnHost: 'it restarts the engine',
});
