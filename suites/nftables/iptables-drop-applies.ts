import {
  answered,
  anything,
  conformance,
  container,
  documented,
  fromPort,
  guard,
  iptables,
  journey,
  lanHost,
  nftablesEngine,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'nftables/iptables-drop-applies',
  title: 'a DROP appended to iptables’ FORWARD closes a published port',
  claim: documented(
    'nftables',
    'FORWARD policy in iptables',
    'iptables’ chains process packets that Docker’s nftables rules accepted, and may drop them.',
  ),
  given: { daemon: nftablesEngine(), web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => {
    const before = await client.get(host, 8080, { sourcePort: 40001 });
    await host.iptables(`-A FORWARD -i ${host.uplink.name} -p tcp --dport 80 -j DROP`);
    return { before, after: await client.get(host, 8080, { sourcePort: 40002, timeoutMs: 1000 }) };
  },
  expect: ({ web, host, client }, { before, after }) => [
    answered(before),
    journey(
      [host.uplink, fromPort(40001, syn(client, host, 8080))],
      [host.docker0.bridge, fromPort(40001, syn(client, web, 80))],
    ),
    timedOut(after),
    host.uplink.saw(fromPort(40002, syn(client, host, 8080))),
    host.docker0.bridge.neverSaw(fromPort(40002, anything({ to: web }))),
    guard(host.rule('filter', `FORWARD -i ${host.uplink.name} -p tcp --dport 80 -j DROP`).matched()),
  ],
  sabotage: () => iptables('-I FORWARD -j ACCEPT'), // ends the chain before the DROP
});
