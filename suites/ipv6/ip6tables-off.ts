import {
  aboutRules,
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  journey,
  lanHost,
  none,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/ip6tables-off',
  title: 'with ip6tables off a port is published over IPv6 by docker-proxy alone, and over IPv4 as ever',
  claim: documented('dockerd', 'ip6tables', 'ip6tables lets the engine add rules of ip6tables.'),
  given: {
    daemon: engine({ ip6tables: false }),
    app: bridge({}, { ipv6: 'fd00:d0c:6::/64' }),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ app, web, host, client }) => {
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    return {
      published: await client.get(host.ipv6, 8080),
      publishedIpv4: await client.get(host, 8080),
      direct: await client.get(web.ipv6, 80),
      rules: (await host.sh('ip6tables-save')).split('\n').filter((line) => line.includes(app.bridge.name)),
    };
  },
  expect: ({ app, web, host, client }, { published, publishedIpv4, direct, rules }) => [
    clientSeenAs(published, app.ipv6.gateway),
    app.bridge.saw(syn(app.ipv6.gateway, web.ipv6, 80)),
    clientSeenAs(publishedIpv4, client),
    journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web, 80)]),
    aboutRules(none('no rule of ip6tables names the network’s bridge', rules)),
    answered(direct), // nothing drops it
    journey([host.uplink, syn(client.ipv6, web.ipv6, 80)], [app.bridge, syn(client.ipv6, web.ipv6, 80)]),
  ],
  sabotage: withGiven({ daemon: engine({ ip6tables: true, experimental: true }) }),
});
