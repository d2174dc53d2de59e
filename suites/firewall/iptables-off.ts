import {
  aboutRules,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  engine,
  iptables,
  lanHost,
  none,
  syn,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'firewall/iptables-off',
  title: 'with iptables off the engine adds no rule: containers lose the outside, docker-proxy serves published ports',
  claim: documented(
    'notes',
    '5. Restrict connections',
    '"iptables": false keeps Docker from adding rules and breaks container networking.',
  ),
  given: {
    daemon: engine({ iptables: false }),
    web: container({ serve: 80, publish: ['8080:80'] }),
    server: lanHost(),
  },
  when: async ({ web, host, server }) => {
    const [egress, page, rules] = await Promise.all([
      web.ping(server, { timeoutMs: 1000 }),
      server.get(host, 8080),
      host.ruleset(),
    ]);
    return { egress, page, rules };
  },
  expect: ({ web, host, server }, { egress, page, rules }) => [
    aboutRules(none('the firewall has no rule and no chain of Docker’s', rules)),
    unanswered(egress),
    host.docker0.bridge.saw(echoRequest(web, server)),
    host.uplink.saw(echoRequest(web, server)), // with the container's address, to which server has no route
    host.uplink.neverSaw(echoRequest(host, server)),
    clientSeenAs(page, host.docker0.gateway), // docker-proxy's connection
    host.uplink.saw(syn(server, host, 8080)),
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
    host.docker0.bridge.neverSaw(syn(server, web, 80)),
  ],
  sabotage: ({ host }) => iptables(`-t nat -A POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j MASQUERADE`),
  needs: { 'userland-proxy': true, icc: true },
});
