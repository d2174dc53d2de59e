import {
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  engine,
  iptables,
  lanHost,
  syn,
  that,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'firewall/iptables-off',
  title:
    'with iptables off the engine adds no rule, containers lose the outside, and docker-proxy keeps published ports alive',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'Docker can be kept from making rules with "iptables": false, which breaks the containers’ networking.',
  ),
  given: { daemon: engine({ iptables: false }), web: container({ serve: 80, publish: ['8080:80'] }), peer: lanHost() },
  when: async ({ web, host, peer }) => {
    const [egress, page, rules] = await Promise.all([
      web.ping(peer, { timeoutMs: 1000 }),
      peer.get(host, 8080),
      host.sh('iptables-save'),
    ]);
    return {
      egress,
      page,
      rules: rules.split('\n').filter((line) => line.startsWith('-A') || line.includes('DOCKER')),
    };
  },
  expect: ({ web, host, peer }, { egress, page, rules }) => [
    that('the firewall has no rule and no chain of Docker’s', rules.length === 0, rules),
    unanswered(egress),
    host.docker0.bridge.saw(echoRequest(web, peer)),
    host.uplink.saw(echoRequest(web, peer)), // with the container's own address, to which the peer knows no way
    host.uplink.neverSaw(echoRequest(host, peer)),
    clientSeenAs(page, host.docker0.gateway), // docker-proxy's second connection
    host.uplink.saw(syn(peer, host, 8080)),
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
    host.docker0.bridge.neverSaw(syn(peer, web, 80)),
  ],
  sabotage: ({ host }) => iptables(`-t nat -A POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j MASQUERADE`),
});
