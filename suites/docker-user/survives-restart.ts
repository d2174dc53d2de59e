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
  id: 'docker-user/survives-restart',
  title: 'a rule in DOCKER-USER survives an engine restart and stays first',
  claim: documented(
    'iptables',
    'DOCKER',
    'The engine erases changes to DOCKER; DOCKER-USER is the chain for your own rules, which it keeps.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), allowedClient: lanHost(), blockedClient: lanHost() },
  when: async ({ web, host, allowedClient, blockedClient }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -s ${blockedClient.address} -j DROP`);
    await web.remove(); // a stopping engine waits 10 s for a container that ignores SIGTERM
    await host.restartEngine();
    await web.start();
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
    guard(host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -s ${blockedClient.address} -j DROP`).matched()),
    host.rule('filter', 'FORWARD -j DOCKER-USER').first(),
  ],
  // Ends nat PREROUTING for the blocked client: docker-proxy answers, and FORWARD is not traversed.
  sabotage: ({ blockedClient }) =>
    iptables(`-t nat -I PREROUTING -s ${blockedClient.address} -p tcp --dport 8080 -j ACCEPT`),
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
  notOnHost: 'it restarts the engine',
});
