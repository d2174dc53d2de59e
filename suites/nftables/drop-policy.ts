import {
  answered,
  conformance,
  documented,
  echoRequest,
  engine,
  iptables,
  journey,
  lanHost,
  policy,
  same,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'nftables/drop-policy',
  title: 'on a host that does not forward the engine’s forward chain has the policy drop',
  about: 'rules',
  claim: documented(
    'moby-nft',
    'new-daemon',
    'The forward chain’s policy is drop where the engine turned forwarding on itself.',
  ),
  given: {
    daemon: engine({ 'firewall-backend': 'nftables', 'ip-forward': false }, { 'net.ipv4.ip_forward': 0 }),
    client: lanHost(),
    server: lanHost({ lan: 'second' }),
  },
  when: async ({ host, client, server }) => {
    const forwarding = await host.sysctl('net.ipv4.ip_forward');
    await client.routeTo(server.subnet, host.address);
    await server.routeTo(client.subnet, host.secondUplinkAddress);
    await host.setSysctl('net.ipv4.ip_forward', 1);
    return { forwarding, across: await client.ping(server, { timeoutMs: 5000 }) };
  },
  expect: ({ host }, { across }) => [
    host.nftChain('docker-bridges', 'filter-FORWARD').attached({ hook: 'forward', policy: 'drop' }),
    unanswered(across),
  ],
  known: [
    {
      engines: '*',
      because:
        'an engine with the nftables backend never turns forwarding on, so it has no reason to forbid any: a host ' +
        'that forwards later does so between its LANs',
      instead: ({ host, client, server }, { forwarding, across }) => [
        same('net.ipv4.ip_forward is', forwarding, '0'),
        host.nftChain('docker-bridges', 'filter-FORWARD').attached({ hook: 'forward', policy: 'accept' }),
        policy('filter', 'FORWARD', 'ACCEPT'),
        answered(across),
        journey([host.uplink, echoRequest(client, server)], [host.secondUplink, echoRequest(client, server)]),
      ],
    },
  ],
  sabotage: () => iptables('-P FORWARD DROP'),
});
