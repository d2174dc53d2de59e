import {
  answered,
  conformance,
  container,
  documented,
  echoRequest,
  iptables,
  journey,
  lanHost,
  nftablesEngine,
  syn,
  timedOut,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'nftables/iptables-policy-drops',
  title: 'the policy DROP of iptables’ FORWARD cuts containers off until it is ACCEPT',
  claim: documented(
    'nftables',
    'FORWARD policy in iptables',
    'The policy DROP of iptables’ FORWARD drops what Docker’s nftables rules accepted. Port publishing works once ' +
      'the policy is ACCEPT.',
  ),
  given: { daemon: nftablesEngine(), web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ web, host, client }) => {
    await host.script('iptables -P FORWARD DROP');
    const [dropping, egress] = await Promise.all([
      client.get(host, 8080, { timeoutMs: 1000 }),
      web.ping(client, { timeoutMs: 1000 }),
    ]);
    await host.script('iptables -P FORWARD ACCEPT');
    return { dropping, egress, accepting: await client.get(host, 8080, { sourcePort: 40001 }) };
  },
  expect: ({ web, host, client }, { dropping, egress, accepting }) => [
    timedOut(dropping),
    host.uplink.saw(syn(client, host, 8080)),
    unanswered(egress),
    host.docker0.bridge.saw(echoRequest(web, client)),
    host.uplink.neverSaw(echoRequest(host, client)),
    answered(accepting),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    host.docker0.bridge.sawTimes(1, syn(client, web, 80)), // the accepted one
  ],
  sabotage: () => iptables('-I FORWARD -j ACCEPT'),
});
