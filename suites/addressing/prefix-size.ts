import {
  answered,
  conformance,
  container,
  documented,
  engine,
  isPrivate,
  same,
  succeeded,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'addressing/prefix-size',
  title: 'a network that asks for a prefix length alone gets a subnet of that size from the default pools',
  claim: documented(
    'rn-29',
    '29.0',
    'With --subnet 0.0.0.0/28 a network gets a subnet of that size from the default address pools.',
  ),
  given: { web: container(), db: container() },
  when: async ({ web, db, host }) => {
    const actions = [
      await host.createNetwork('green', { subnet: '0.0.0.0/28' }),
      await host.createNetwork('white', { subnet: '0.0.0.0/28' }),
    ];
    const networks = [await host.network('green'), await host.network('white')];
    const green = { key: 'green', name: networks[0]?.name ?? 'none' };
    actions.push(await web.connect(green), await db.connect(green));
    const address = (await db.addresses()).find((one) => one.interface === 'eth1')?.address ?? '';
    return { actions, subnets: networks.map((network) => network?.subnet ?? ''), ping: await web.ping(address) };
  },
  expect: (_, { actions, subnets, ping }) => [
    ...actions.map(succeeded),
    ...subnets.map((subnet) => that('its subnet is private and of that size', isOfPools(subnet), subnet)),
    same('the number of subnets is', new Set(subnets).size, 2),
    answered(ping),
  ],
  // docker0 takes all of the pool.
  sabotage: withGiven({ daemon: engine({ 'default-address-pools': [{ base: '10.83.0.0/27', size: 27 }] }) }),
  appliesTo: { engines: '>=29.0.0', because: 'that came with engine 29' },
});

const isOfPools = (subnet: string): boolean => subnet.endsWith('/28') && isPrivate(subnet);
