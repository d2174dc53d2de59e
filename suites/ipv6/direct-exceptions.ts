import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  fromPort,
  journey,
  lanHost,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const given = (mark: string, trusted: string) => ({
  daemon: engine({ 'bridge-accept-fwmark': mark }),
  app: bridge({ 'com.docker.network.bridge.trusted_host_interfaces': trusted }, { ipv6: 'fd00:d0c:1::/64' }),
  red: bridge({}, { ipv6: 'fd00:d0c:2::/64' }),
  web: container({ on: 'app', serve: 80, alsoServe: [81], publish: ['8080:80'] }),
  redWeb: container({ on: 'red', serve: 80, publish: ['8081:80'] }),
  client: lanHost({ ipv6: true }),
  stranger: lanHost({ ipv6: true }),
});

export default conformance({
  id: 'ipv6/direct-exceptions',
  title: 'over IPv6 a trusted interface leads to published ports, and a packet with the accepted mark to every port',
  claim: documented(
    'ports',
    'Direct routing',
    'Through trusted_host_interfaces published ports are reached at the container’s address. What bears the mark of ' +
      'bridge-accept-fwmark is accepted.',
  ),
  given: given('1', '{uplink}'),
  when: async ({ app, red, web, redWeb, host, client, stranger }) => {
    for (const one of [client, stranger]) {
      for (const network of [app, red]) await one.routeTo(network.ipv6.subnet, host.ipv6.address);
    }
    await host.nft(
      'table ip6 marks { chain pre { type filter hook prerouting priority mangle; ' +
        `ip6 saddr ${client.ipv6.address} meta mark set 1; }; }`,
    );
    const call = (from: typeof client, to: typeof web, port: number, sourcePort: number) =>
      from.get(to.ipv6, port, { sourcePort, timeoutMs: 1000 });
    const [marked, published, control, closed, other] = await Promise.all([
      client.get(web.ipv6, 81),
      stranger.get(web.ipv6, 80),
      stranger.get(host.ipv6, 8081),
      call(stranger, web, 81, 40000),
      call(stranger, redWeb, 80, 40001),
    ]);
    return { marked, published, control, closed, other };
  },
  expect: ({ app, red, web, redWeb, host, client, stranger }, { marked, published, control, closed, other }) => [
    clientSeenAs(marked, client.ipv6),
    journey([host.uplink, syn(client.ipv6, web.ipv6, 81)], [app.bridge, syn(client.ipv6, web.ipv6, 81)]),
    clientSeenAs(published, stranger.ipv6),
    journey([host.uplink, syn(stranger.ipv6, web.ipv6, 80)], [app.bridge, syn(stranger.ipv6, web.ipv6, 80)]),
    clientSeenAs(control, stranger.ipv6),
    red.bridge.saw(syn(stranger.ipv6, redWeb.ipv6, 80)),
    timedOut(closed),
    host.uplink.saw(fromPort(40000, syn(stranger.ipv6, web.ipv6, 81))),
    app.bridge.neverSaw(fromPort(40000, anything({ from: stranger.ipv6 }))),
    timedOut(other), // a network that trusts no interface
    host.uplink.saw(fromPort(40001, syn(stranger.ipv6, redWeb.ipv6, 80))),
    red.bridge.neverSaw(fromPort(40001, anything({ from: stranger.ipv6 }))),
  ],
  sabotage: withGiven(given('2', 'lo')),
  appliesTo: { engines: '>=29.0.0', because: 'the setting bridge-accept-fwmark came with engine 29' },
});
