import { answered, conformance, documented, echoReply, echoRequest, engine, journey, lanHost, nftables } from 'docknet';

export default conformance({
  id: 'nftables/foreign-forwarding-open',
  title: 'the engine leaves forwarding between the host’s LANs open',
  claim: documented(
    'nftables',
    'IP forwarding',
    'A host that forwards needs firewall rules of its own against unwanted forwarding between interfaces that are ' +
      'not Docker’s.',
  ),
  given: {
    daemon: engine({ 'firewall-backend': 'nftables' }, { 'net.ipv4.ip_forward': 1 }),
    client: lanHost(),
    server: lanHost({ lan: 'second' }),
  },
  when: async ({ host, client, server }) => {
    await Promise.all([
      client.routeTo(server.subnet, host.address),
      server.routeTo(client.subnet, host.secondUplinkAddress),
    ]);
    return client.ping(server, { timeoutMs: 3000 });
  },
  expect: ({ host, client, server }, across) => [
    answered(across),
    journey([host.uplink, echoRequest(client, server)], [host.secondUplink, echoRequest(client, server)]),
    journey([host.secondUplink, echoReply(server, client)], [host.uplink, echoReply(server, client)]),
    host.nftChain('docker-bridges', 'filter-FORWARD').attached({ hook: 'forward', policy: 'accept' }),
  ],
  sabotage: ({ host }) =>
    nftables(
      `table ip shop { chain f { type filter hook forward priority filter; iifname ${host.uplink.name} drop; }; }`,
    ),
  appliesTo: { engines: '>=29.0.0', because: 'the native nftables backend came with engine 29' },
});
