import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  journey,
  lanHost,
  succeeded,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'publish/second-gateway-keeps-port',
  title: 'a published port stays open over IPv4 when another network becomes the container’s gateway for IPv6',
  claim: documented(
    'overview',
    'Connecting to multiple networks',
    'The default gateway is that of the network with the highest gw-priority; networks that lack a family leave that ' +
      'family’s gateway to another one.',
  ),
  given: {
    app: bridge(),
    six: bridge({}, { ipv6: 'fd00:d0c:1::/64', ipv4: false }),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ six, web, host, client }) => {
    const before = await client.get(host, 8080, { sourcePort: 40000 });
    const action = await web.connect(six);
    const after = await client.get(host, 8080, { sourcePort: 40001, timeoutMs: 5000 });
    return { action, before, after, ipv6: await client.get(host.ipv6, 8080) };
  },
  expect: ({ app, web, host, client }, { action, before, after, ipv6 }) => [
    succeeded(action),
    ...[before, after].map((call) => clientSeenAs(call, client)),
    journey(
      [host.uplink, fromPort(40001, syn(client, host, 8080))],
      [app.bridge, fromPort(40001, syn(client, web, 80))],
    ),
    clientSeenAs(ipv6, client.ipv6),
  ],
  known: [
    {
      engines: '>=29.0.0',
      firewallBackend: 'nftables',
      because:
        'docker-proxy’s publication for IPv6, to the IPv4 address, ends with the connection, and the engine deletes ' +
        'the rule that accepts packets to that address',
      instead: ({ app, web, host, client }, { action, before, after, ipv6 }) => [
        succeeded(action),
        clientSeenAs(before, client),
        app.bridge.saw(fromPort(40000, syn(client, web, 80))),
        timedOut(after),
        host.uplink.saw(fromPort(40001, syn(client, host, 8080))),
        app.bridge.neverSaw(fromPort(40001, anything({ from: client }))),
        clientSeenAs(ipv6, client.ipv6),
      ],
    },
  ],
  sabotage: withGiven({ web: container({ on: 'app', serve: 80, publish: ['[::]:8080:80'] }) }),
  appliesTo: { engines: '>=28.0.0', because: 'networks without IPv4 came with engine 28' },
});
