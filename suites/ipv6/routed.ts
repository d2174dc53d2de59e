import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  journey,
  lanHost,
  refused,
  reset,
  same,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options, { ipv6: 'fd00:d0c:1::/64' }),
  web: container({ on: 'app', serve: 80, alsoServe: [81], serveUdp: 5000, publish: ['8080:80', '4000:5000/udp'] }),
  client: lanHost({ ipv6: true }),
});

export default conformance({
  id: 'ipv6/routed',
  title: 'gateway mode routed for IPv6 opens published ports at the container’s address, and leaves IPv4 in mode nat',
  claim: documented(
    'ports',
    'Gateway modes',
    'With gateway_mode_ipv6 routed, port 80 is open at the container’s IPv6 address and 8080 is shut at the host’s. ' +
      'Egress over IPv6 has the container’s address. Over IPv4 ports are mapped and egress is masqueraded.',
  ),
  given: given({ 'com.docker.network.bridge.gateway_mode_ipv6': 'routed' }),
  when: async ({ app, web, host, client }) => {
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    const [direct, datagram, onHost, closed, ipv4, egress, egressIpv4, ping] = await Promise.all([
      client.get(web.ipv6, 80),
      client.udpEcho(web.ipv6, 5000),
      client.get(host.ipv6, 8080),
      client.get(web.ipv6, 81, { timeoutMs: 1000 }),
      client.get(host, 8080),
      web.ping(client.ipv6),
      web.ping(client),
      client.ping(web.ipv6),
    ]);
    return { direct, datagram, onHost, closed, ipv4, egress, egressIpv4, ping };
  },
  expect: ({ app, web, host, client }, { direct, datagram, onHost, closed, ipv4, egress, egressIpv4, ping }) => [
    clientSeenAs(direct, client.ipv6),
    journey([host.uplink, syn(client.ipv6, web.ipv6, 80)], [app.bridge, syn(client.ipv6, web.ipv6, 80)]),
    clientSeenAs(datagram, client.ipv6),
    answered(ping), // ICMP is let in
    refused(onHost),
    host.uplink.saw(reset(host.ipv6, 8080, client.ipv6)),
    timedOut(closed),
    host.uplink.saw(syn(client.ipv6, web.ipv6, 81)),
    app.bridge.neverSaw(syn(client.ipv6, web.ipv6, 81)),
    answered(egress),
    journey([app.bridge, echoRequest(web.ipv6, client.ipv6)], [host.uplink, echoRequest(web.ipv6, client.ipv6)]),
    journey([host.uplink, echoReply(client.ipv6, web.ipv6)], [app.bridge, echoReply(client.ipv6, web.ipv6)]),
    host.uplink.neverSaw(echoRequest(host.ipv6, client.ipv6)),
    clientSeenAs(ipv4, client),
    journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web, 80)]),
    answered(egressIpv4),
    journey([app.bridge, echoRequest(web, client)], [host.uplink, echoRequest(host, client)]),
    same('the addresses of port 80 on the host', web.ports['80/tcp'], ['0.0.0.0:8080', ':::']), // no port over IPv6
  ],
  sabotage: withGiven(given({})),
  appliesTo: { engines: '>=27.0.0', because: 'gateway modes came with engine 27' },
});
