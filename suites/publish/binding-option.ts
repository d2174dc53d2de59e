import {
  answered,
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  journey,
  lanHost,
  localhost,
  refused,
  reset,
  same,
  syn,
  withGiven,
} from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options, { ipv6: 'fd00:d0c:1::/64' }),
  red: bridge(),
  web: container({ on: 'app', serve: 80, alsoServe: [81], publish: ['8080:80', '0.0.0.0:8081:81'] }),
  redWeb: container({ on: 'red', serve: 80, publish: ['8082:80'] }),
  client: lanHost({ ipv6: true }),
});

export default conformance({
  id: 'publish/binding-option',
  title: 'with host_binding_ipv4=127.0.0.1 a network’s ports are published there, unless -p names an address',
  claim: documented(
    'bridge-page',
    'Default host binding address',
    'The option com.docker.network.bridge.host_binding_ipv4 sets the address where the network’s ports are published.',
  ),
  given: given({ 'com.docker.network.bridge.host_binding_ipv4': localhost }),
  when: async ({ host, client }) => {
    const [own, closed, overridden, other, ipv6] = await Promise.all([
      host.get(localhost, 8080),
      client.get(host, 8080, { sourcePort: 40001 }),
      client.get(host, 8081),
      client.get(host, 8082),
      client.get(host.ipv6, 8080),
    ]);
    return { own, closed, overridden, other, ipv6 };
  },
  expect: ({ app, red, web, redWeb, host, client }, { own, closed, overridden, other, ipv6 }) => [
    clientSeenAs(own, app.gateway),
    refused(closed),
    host.uplink.saw(reset(host, 8080, client)),
    app.bridge.neverSaw(fromPort(40001, anything({ from: client }))),
    refused(ipv6),
    host.uplink.saw(reset(host.ipv6, 8080, client.ipv6)),
    same('port 80 is published at', web.ports['80/tcp'], [`${localhost}:8080`]),
    answered(overridden),
    journey([host.uplink, syn(client, host, 8081)], [app.bridge, syn(client, web, 81)]),
    answered(other), // a network without the option
    journey([host.uplink, syn(client, host, 8082)], [red.bridge, syn(client, redWeb, 80)]),
  ],
  sabotage: withGiven(given({})),
});
