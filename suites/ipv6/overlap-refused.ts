import { answered, bridge, conformance, container, documented, failed, same, succeeded, withGiven } from 'docknet';

const ipv6 = 'fd00:db8:40:0:1::/80';
const subnet = '10.30.65.0/24';

export default conformance({
  id: 'ipv6/overlap-refused',
  title: 'a network whose IPv6 subnet overlaps another’s is refused, and its IPv4 subnet stays free',
  claim: documented(
    'net-create',
    'Specify advanced options',
    'Subnets of networks do not overlap, of either family: the creation of such a network fails, and takes nothing.',
  ),
  given: { app: bridge({}, { subnet: '10.30.64.0/24', ipv6 }), web: container({ on: 'app' }) },
  when: async ({ app, web, host }) => {
    const overlap = async () => [
      await host.createNetwork('same', { subnet, ipv6 }),
      await host.createNetwork('within', { subnet, ipv6: 'fd00:db8:40:0:1:2::/96' }),
      await host.createNetwork('around', { subnet, ipv6: 'fd00:db8:40::/64' }),
      await host.createNetwork('parts', { subnet, ipv6: 'fd00:db8:40:0:1:ffff:ffff:0/112' }), // its end
    ];
    const first = await overlap();
    const beside = await host.createNetwork('beside', { subnet, ipv6: 'fd00:db8:40:0:2::/80' });
    const network = await host.network('beside');
    const connected = await web.connect({ key: 'beside', name: network?.name ?? 'beside' });
    const pings = [await web.ping(app.ipv6.gateway), await web.ping('fd00:db8:40:0:2::1')];
    return { refused: first, beside, network, connected, pings };
  },
  expect: (_, { refused, beside, network, connected, pings }) => [
    ...refused.map((action) => failed(action, 'overlaps')),
    succeeded(beside),
    same('the network beside has', [network?.subnet, network?.ipv6?.subnet], [subnet, 'fd00:db8:40:0:2::/80']),
    succeeded(connected),
    ...pings.map(answered),
  ],
  sabotage: withGiven({ app: bridge({}, { subnet: '10.30.64.0/24', ipv6: 'fd00:db8:41::/80' }) }),
});
