import {
  answered,
  conformance,
  container,
  documented,
  echoRequest,
  iptables,
  journey,
  lanHost,
  none,
  policy,
} from 'docknet';

export default conformance({
  id: 'docker-user/all-rules-in-docker',
  title: 'all of Docker’s rules are in the chain DOCKER',
  about: 'rules',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'All of Docker’s iptables rules are added to the DOCKER chain.',
  ),
  given: { web: container(), server: lanHost() },
  when: async ({ web, host, server }) => {
    const ping = await web.ping(server);
    const rules = await host.rules({ containing: 'docker0' });
    return { ping, elsewhere: rules.filter(({ chain, text }) => chain !== 'DOCKER' && !text.endsWith('-j DOCKER')) };
  },
  expect: (_, { elsewhere }) => [none('no rule for docker0 is outside DOCKER, except the jumps to it', elsewhere)],
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.docker0.bridge.name} -j ACCEPT`),
  known: [
    {
      engines: '*',
      because:
        'DOCKER holds the rules for published ports; those for replies, egress and isolation are in FORWARD or in ' +
        'chains called from it, and MASQUERADE is in nat POSTROUTING',
      instead: ({ web, host, server }, { ping }) => [
        answered(ping),
        journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
        policy('filter', 'FORWARD', 'DROP'), // so each of these rules is needed
        host
          .ruleByEngine({
            '<28.0.0': ['filter', 'FORWARD -i docker0 ! -o docker0 -j ACCEPT'],
            '28.0.0': ['filter', 'FORWARD -i docker0 -j ACCEPT'],
            '>=28.0.1': ['filter', 'DOCKER-FORWARD -i docker0 -j ACCEPT'],
          })
          .countedPackets(1),
        host
          .ruleByEngine({
            '<28.0.0': ['filter', 'FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'],
            '28.0.0': [
              'filter',
              'FORWARD -m set --match-set docker-ext-bridges-v4 dst -m conntrack --ctstate RELATED,ESTABLISHED -j ' +
                'ACCEPT',
            ],
            '>=28.0.1': ['filter', 'DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'],
          })
          .countedPackets(1),
        host.rule('nat', `POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j MASQUERADE`).countedFlows(1),
      ],
    },
  ],
  needs: { 'ip-masq': true, icc: true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER chain' },
  notOnHost: 'the machine’s own rules and FORWARD policy apply too',
});
