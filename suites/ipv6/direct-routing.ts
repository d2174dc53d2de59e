import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options, { ipv6: 'fd00:d0c:1::/64' }),
  web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
  client: lanHost({ ipv6: true }),
});

export default conformance({
  id: 'ipv6/direct-routing',
  title:
    'a neighbour that routes to a network in mode nat does not reach a published port at the container’s IPv6 address',
  claim: documented(
    'ports',
    'Direct routing',
    'Published ports are reached at the host’s addresses alone; direct access to a container’s address from outside ' +
      'is blocked.',
  ),
  given: given({}),
  when: async ({ app, web, host, client }) => {
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    await client.routeTo(app.subnet, host.address);
    const [direct, directIpv4, published] = await Promise.all([
      client.get(web.ipv6, 80, { timeoutMs: 1000 }),
      client.get(web, 80, { timeoutMs: 1000 }),
      client.get(host.ipv6, 8080),
    ]);
    return { direct, directIpv4, published };
  },
  expect: ({ app, web, host, client }, { direct, directIpv4, published }) => [
    timedOut(direct),
    host.uplink.saw(syn(client.ipv6, web.ipv6, 80)),
    timedOut(directIpv4),
    clientSeenAs(published, client.ipv6),
    journey([host.uplink, syn(client.ipv6, host.ipv6, 8080)], [app.bridge, syn(client.ipv6, web.ipv6, 80)]),
    app.bridge.sawTimes(1, syn(client.ipv6, web.ipv6, 80)), // the published one
  ],
  known: [
    {
      engines: '<28.0.0',
      because: 'engines before 28 accept what is routed to a published port, and before 27 everything over IPv6',
      instead: ({ app, web, host, client }, { direct, directIpv4 }) => [
        clientSeenAs(direct, client.ipv6),
        journey([host.uplink, syn(client.ipv6, web.ipv6, 80)], [app.bridge, syn(client.ipv6, web.ipv6, 80)]),
        clientSeenAs(directIpv4, client),
      ],
    },
  ],
  // Opens the way in, and serves another port, which also changes what older engines do.
  sabotage: withGiven({
    ...given({ 'com.docker.network.bridge.gateway_mode_ipv6': 'nat-unprotected' }),
    web: container({ on: 'app', serve: 81, publish: ['8080:80'] }),
  }),
});
