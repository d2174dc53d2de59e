import {
  answered,
  conformance,
  container,
  documented,
  guard,
  iptables,
  journey,
  lanHost,
  perBackend,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'docker-user/forward-append-too-late',
  title: 'a DROP appended to FORWARD does not block a published port',
  claim: documented(
    'iptables',
    'DOCKER-USER chain',
    'Rules that an administrator or another firewall appends to FORWARD come after Docker’s: a published port ' +
      'stays open.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => {
    await host.iptables(`-A FORWARD -i ${host.uplink.name} -j DROP`);
    return client.get(host, 8080, { timeoutMs: 3000 });
  },
  expect: ({ web, host, client }, call) => [
    answered(call),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    guard(host.rule('filter', `FORWARD -i ${host.uplink.name} -j DROP`).countedPackets(0)),
    host
      .rule('filter', `DOCKER -d ${web.address} ! -i docker0 -o docker0 -p tcp --dport 80 -j ACCEPT`)
      .countedPackets(1), // accepted before it
  ],
  known: [
    {
      engines: '>=29.0.0',
      firewallBackend: 'nftables',
      because: 'the engine accepts in tables of its own, which does not end a packet’s way through iptables’ FORWARD',
      instead: ({ host, client }, call) => [
        timedOut(call),
        host.uplink.saw(syn(client, host, 8080)),
        guard(host.rule('filter', `FORWARD -i ${host.uplink.name} -j DROP`).matched()),
      ],
    },
  ],
  sabotage: ({ host }) =>
    perBackend({
      iptables: iptables(`-I FORWARD -i ${host.uplink.name} -j DROP`),
      nftables: iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`), // comes before the appended rule
    }),
});
