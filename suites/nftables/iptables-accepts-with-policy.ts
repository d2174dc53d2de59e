import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  guard,
  iptables,
  journey,
  lanHost,
  nftablesEngine,
  policy,
  syn,
} from 'docknet';

export default conformance({
  id: 'nftables/iptables-accepts-with-policy',
  title: 'with the policy DROP of iptables’ FORWARD, accept rules for Docker’s traffic keep containers reachable',
  claim: documented(
    'nftables',
    'FORWARD policy in iptables',
    'Where the policy DROP is to stay, iptables’ FORWARD needs rules of your own that accept Docker’s traffic.',
  ),
  given: { daemon: nftablesEngine(), web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ web, host, client }) => {
    await host.script(
      'iptables -P FORWARD DROP; iptables -A FORWARD -i docker0 -j ACCEPT; iptables -A FORWARD -o docker0 -j ACCEPT',
    );
    const [page, egress] = await Promise.all([
      client.get(host, 8080, { timeoutMs: 3000 }),
      web.ping(client, { timeoutMs: 3000 }),
    ]);
    return { page, egress };
  },
  expect: ({ web, host, client }, { page, egress }) => [
    clientSeenAs(page, client),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    answered(egress),
    journey([host.docker0.bridge, echoRequest(web, client)], [host.uplink, echoRequest(host, client)]),
    journey([host.uplink, echoReply(client, host)], [host.docker0.bridge, echoReply(client, web)]),
    guard(policy('filter', 'FORWARD', 'DROP')),
    guard(host.rule('filter', 'FORWARD -o docker0 -j ACCEPT').matched()),
  ],
  sabotage: () => iptables('-I FORWARD -j DROP'),
  needs: { 'ip-masq': true },
});
