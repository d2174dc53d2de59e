import {
  answered,
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  fromPort,
  journey,
  lanHost,
  refused,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const given = (mode: (name: string) => Readonly<Record<string, string>>) => ({
  app: bridge(mode('routed'), { ipv6: 'fd00:d0c:1::/64' }),
  red: bridge(mode('nat-unprotected'), { ipv6: 'fd00:d0c:2::/64' }),
  web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
  redWeb: container({ on: 'red', serve: 80, alsoServe: [81], publish: ['8081:80'] }),
  client: lanHost({ ipv6: true }),
});

export default conformance({
  id: 'gateway/routed-ipv4-only',
  title:
    'gateway_mode_ipv4 leaves IPv6 in mode nat: masqueraded, ports at the host’s address, the container’s own shut',
  claim: documented(
    'ports',
    'Gateway modes',
    'The mode is chosen for each address family. Without gateway_mode_ipv6 a network is in mode nat over IPv6.',
  ),
  given: given((mode) => ({ 'com.docker.network.bridge.gateway_mode_ipv4': mode })),
  when: async ({ app, red, web, redWeb, host, client }) => {
    for (const { subnet, ipv6 } of [app, red]) {
      await client.routeTo(subnet, host.address);
      await client.routeTo(ipv6.subnet, host.ipv6.address);
    }
    const briefly = { timeoutMs: 1000 };
    const [routed, unmapped, mapped, other, egress, egressIpv6, open, ...shut] = await Promise.all([
      client.get(web, 80),
      client.get(host, 8080),
      client.get(host.ipv6, 8080),
      client.get(host.ipv6, 8081),
      web.ping(client),
      web.ping(client.ipv6),
      client.get(redWeb, 81),
      client.get(web.ipv6, 80, { sourcePort: 40000, ...briefly }),
      client.get(redWeb.ipv6, 81, { sourcePort: 40001, ...briefly }),
    ]);
    return { routed, unmapped, mapped: [mapped, other], egress, egressIpv6, open, shut };
  },
  expect: ({ app, red, web, redWeb, host, client }, { routed, unmapped, mapped, egress, egressIpv6, open, shut }) => [
    clientSeenAs(routed, client),
    refused(unmapped),
    ...mapped.map((call) => clientSeenAs(call, client.ipv6)),
    journey([host.uplink, syn(client.ipv6, host.ipv6, 8080)], [app.bridge, syn(client.ipv6, web.ipv6, 80)]),
    journey([host.uplink, syn(client.ipv6, host.ipv6, 8081)], [red.bridge, syn(client.ipv6, redWeb.ipv6, 80)]),
    answered(egress),
    journey([app.bridge, echoRequest(web, client)], [host.uplink, echoRequest(web, client)]),
    answered(egressIpv6),
    journey([app.bridge, echoRequest(web.ipv6, client.ipv6)], [host.uplink, echoRequest(host.ipv6, client.ipv6)]),
    clientSeenAs(open, client),
    ...shut.map(timedOut),
    ...[app, red].flatMap(({ bridge: point }, n) => [
      host.uplink.saw(fromPort(40000 + n, anything({ protocol: 'tcp', from: client.ipv6 }))),
      point.neverSaw(fromPort(40000 + n, anything({ protocol: 'tcp', from: client.ipv6 }))),
    ]),
  ],
  sabotage: withGiven(given(() => ({}))),
  appliesTo: {
    engines: '>=28.0.0',
    because: 'before engine 28 a published port is open at the container’s own address',
  },
});
