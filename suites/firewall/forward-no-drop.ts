import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  engine,
  iptables,
  journey,
  lanHost,
  policy,
  same,
  syn,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'firewall/forward-no-drop',
  title: 'with ip-forward-no-drop the engine turns forwarding on, and the host forwards between its LANs',
  claim: documented(
    'fw',
    'Docker on a router',
    'The setting ip-forward-no-drop keeps FORWARD’s policy at ACCEPT when the engine turns forwarding on.',
  ),
  given: {
    daemon: engine({ 'ip-forward-no-drop': true }),
    web: container({ serve: 80, publish: ['8080:80'] }),
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }), // with it the engine turns IPv6 forwarding on
    client: lanHost({ ipv6: true }),
    server: lanHost({ lan: 'second', ipv6: true }),
  },
  when: async ({ host, client, server }) => {
    await client.routeTo(server.subnet, host.address);
    await client.routeTo(server.ipv6.address, host.ipv6.address);
    await server.routeTo(client.subnet, host.secondUplinkAddress);
    const own = await host.ping(server.ipv6); // the host knows server’s hardware address from here on
    return {
      own,
      forwarding: await host.sysctl('net.ipv4.ip_forward'),
      across: await client.ping(server),
      acrossIpv6: await client.ping(server.ipv6, { timeoutMs: 1000 }),
      published: await client.get(host, 8080),
    };
  },
  expect: ({ web, host, client, server }, { own, forwarding, across, acrossIpv6, published }) => [
    same('net.ipv4.ip_forward is', forwarding, '1'),
    answered(own),
    answered(across),
    journey([host.uplink, echoRequest(client, server)], [host.secondUplink, echoRequest(client, server)]),
    journey([host.secondUplink, echoReply(server, client)], [host.uplink, echoReply(server, client)]),
    unanswered(acrossIpv6), // server has no route back
    journey(
      [host.uplink, echoRequest(client.ipv6, server.ipv6)],
      [host.secondUplink, echoRequest(client.ipv6, server.ipv6)],
    ),
    policy('filter', 'FORWARD', 'ACCEPT'),
    clientSeenAs(published, client),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
  ],
  sabotage: () => iptables('-P FORWARD DROP'),
  appliesTo: {
    engines: '>=28.0.0',
    firewallBackend: 'iptables',
    because: 'the setting came with engine 28, and with the nftables backend the engine turns forwarding on under none',
  },
});
