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
  localhostIpv6,
  refused,
  reset,
  same,
  syn,
  withGiven,
} from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options, { ipv6: 'fd00:d0c:1::/64' }),
  red: bridge(options),
  web: container({ on: 'app', serve: 80, alsoServe: [81], publish: ['8080:80', '0.0.0.0:8081:81'] }),
  redWeb: container({ on: 'red', serve: 80, serveUdp: 5000, publish: ['8082:80', '4000:5000/udp'] }),
  client: lanHost({ ipv6: true }),
});

export default conformance({
  id: 'publish/binding-option-ipv6',
  title: 'with the default host address :: a network’s ports are published at IPv6 addresses alone',
  claim: documented(
    'ports',
    'Setting the default bind address for containers',
    'With the default address :: a port without a host address works at any IPv6 address; 0.0.0.0 means both families.',
  ),
  given: given({ 'com.docker.network.bridge.host_binding_ipv4': '::' }),
  when: async ({ host, client }) => ({
    page: await client.get(host.ipv6, 8080),
    closed: [await client.get(host, 8080, { sourcePort: 40001 }), await client.get(host, 8082, { sourcePort: 40002 })],
    loopback: await host.get(localhost, 8080),
    loopbackIpv6: await host.get(localhostIpv6, 8080),
    overridden: await client.get(host, 8081),
    proxied: [await client.get(host.ipv6, 8082), await client.udpEcho(host.ipv6, 4000)],
    udpClosed: await client.udpEcho(host, 4000),
  }),
  expect: (
    { app, red, web, redWeb, host, client },
    { page, closed, loopback, loopbackIpv6, overridden, proxied, udpClosed },
  ) => [
    clientSeenAs(page, client.ipv6),
    journey([host.uplink, syn(client.ipv6, host.ipv6, 8080)], [app.bridge, syn(client.ipv6, web.ipv6, 80)]),
    ...[...closed, loopback, udpClosed].map(refused),
    ...[8080, 8082].map((port) => host.uplink.saw(reset(host, port, client))),
    app.bridge.neverSaw(fromPort(40001, anything({ from: client }))),
    red.bridge.neverSaw(fromPort(40002, anything({ from: client }))),
    answered(loopbackIpv6),
    answered(overridden),
    journey([host.uplink, syn(client, host, 8081)], [app.bridge, syn(client, web, 81)]),
    ...proxied.map((call) => clientSeenAs(call, red.gateway)), // by docker-proxy, to a container with IPv4 alone
    red.bridge.saw(syn(red.gateway, redWeb, 80)),
    same('the ports are published at', [web.ports['80/tcp'], redWeb.ports['80/tcp']], [[':::8080'], [':::8082']]),
  ],
  sabotage: withGiven(given({})),
  needs: { 'userland-proxy': true },
  appliesTo: { engines: '>=27.0.0', because: 'the setting ip6tables was experimental and off before engine 27' },
});
