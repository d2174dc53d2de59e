import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  guard,
  journey,
  lanHost,
  nftablesEngine,
  none,
  shell,
  syn,
} from 'docknet';

export default conformance({
  id: 'nftables/docker-user-ignored',
  title: 'on a host that began with nftables there is no DOCKER-USER, and a chain of that name protects nothing',
  claim: documented(
    'nftables',
    'Migrating DOCKER-USER',
    'The engine makes no jump to DOCKER-USER. Without one the rules there are ignored.',
  ),
  given: { daemon: nftablesEngine(), web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => {
    const rules = await host.ruleset();
    await host.script('iptables -N DOCKER-USER; iptables -A DOCKER-USER -j DROP');
    return { rules, page: await client.get(host, 8080) };
  },
  expect: ({ web, host, client }, { rules, page }) => [
    answered(page),
    clientSeenAs(page, client),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    guard(host.rule('filter', 'DOCKER-USER -j DROP').countedPackets(0)),
    none('iptables has no chain and no rule of the engine’s', rules),
  ],
  sabotage: () => shell('iptables -N DOCKER-USER && iptables -A FORWARD -j DOCKER-USER'), // the jump
});
