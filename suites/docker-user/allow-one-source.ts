import {
  answered,
  anything,
  conformance,
  container,
  documented,
  guard,
  iptables,
  journey,
  lanHost,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'docker-user/allow-one-source',
  title: 'the notes’ rule for one address lets that LAN host in and blocks another',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'A DROP in DOCKER-USER for what enters by the external interface from other addresses restricts external ' +
      'access to one address.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), allowedClient: lanHost(), blockedClient: lanHost() },
  when: async ({ host, allowedClient, blockedClient }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} ! -s ${allowedClient.address} -j DROP`);
    const [allowed, denied] = await Promise.all([
      allowedClient.get(host, 8080),
      blockedClient.get(host, 8080, { timeoutMs: 1000 }),
    ]);
    return { allowed, denied };
  },
  expect: ({ web, host, allowedClient, blockedClient }, { allowed, denied }) => [
    answered(allowed),
    journey([host.uplink, syn(allowedClient, host, 8080)], [host.docker0.bridge, syn(allowedClient, web, 80)]),
    timedOut(denied),
    host.uplink.saw(syn(blockedClient, host, 8080)),
    host.docker0.bridge.neverSaw(anything({ from: blockedClient })),
    guard(host.rule('filter', `DOCKER-USER -i ${host.uplink.name} ! -s ${allowedClient.address} -j DROP`).matched()),
  ],
  // Accepts before DOCKER-USER.
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
