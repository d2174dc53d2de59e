import {
  answered,
  conformance,
  documented,
  echoReply,
  echoRequest,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
} from 'docknet';

export default conformance({
  id: 'nftables/foreign-forwarding-open',
  title: 'the engine leaves forwarding between the host’s LANs open',
  claim: documented(
    'nftables',
    'IP forwarding',
    'A host that forwards needs firewall rules of its own against unwanted forwarding between interfaces that are ' +
      'not Docker’s.',
  ),
  given: { daemon: nftablesEngine(), client: lanHost(), server: lanHost({ lan: 'second' }) },
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
});
