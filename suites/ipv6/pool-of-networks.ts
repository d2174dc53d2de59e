import { conformance, documented, engine, same, succeeded, withGiven } from 'docknet';

const pools = (base: string) => [
  { base: '10.97.0.0/16', size: 24 },
  { base, size: 64 },
  { base: 'fd00:db8:99::/48', size: 112 },
];

// An nftables engine makes no IPv6 network on a host that does not forward.
const forwarding = { 'net.ipv6.conf.all.forwarding': '1', 'net.ipv6.conf.default.forwarding': '1' };

export default conformance({
  id: 'ipv6/pool-of-networks',
  title: 'networks with --ipv6 get the IPv6 blocks of the address pools in order, and keep theirs over a restart',
  claim: documented(
    'ipv6-page',
    'Dynamic IPv6 subnet allocation',
    'The IPv6 pools of default-address-pools take the place of the unique local addresses of the engine’s choice.',
  ),
  given: { daemon: engine({ 'default-address-pools': pools('fd00:db8:98::/63') }, forwarding) },
  when: async ({ host }) => {
    const create = async (names: readonly string[]) => {
      const actions = [];
      for (const name of names) actions.push(await host.createNetwork(name, { ipv6: true }));
      return actions;
    };
    const subnets = (names: readonly string[]) =>
      Promise.all(names.map(async (name) => (await host.network(name))?.ipv6?.subnet));
    const names = ['net1', 'net2', 'net3'];
    const actions = await create(names);
    const before = await subnets(names);
    actions.push(await host.removeNetwork('net1'), await host.restartEngine(), ...(await create(['net4', 'net5'])));
    return { actions, before, after: await subnets(['net2', 'net3', 'net4', 'net5']) };
  },
  expect: (_, { actions, before, after }) => [
    ...actions.map(succeeded),
    same('the networks have', before, ['fd00:db8:98::/64', 'fd00:db8:98:1::/64', 'fd00:db8:99::/112']),
    same('after a removal and a restart they and two new ones have', after, [
      'fd00:db8:98:1::/64',
      'fd00:db8:99::/112',
      'fd00:db8:98::/64',
      'fd00:db8:99::1:0/112',
    ]),
  ],
  appliesTo: { engines: '>=27.0.0', because: 'IPv6 pools were experimental before engine 27' },
  sabotage: withGiven({ daemon: engine({ 'default-address-pools': pools('fd00:db8:98::/62') }, forwarding) }),
  notOnHost: 'it restarts the engine',
});
