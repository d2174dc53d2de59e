import { answered, conformance, container, documented, iptables, journey, lanHost, syn, timedOut } from 'docknet';

export default conformance({
  id: 'docker-user/docker-chain-overwritten',
  title: 'a manual rule in DOCKER is gone after the engine restarts',
  claim: documented(
    'iptables',
    'DOCKER',
    'The engine creates and maintains the DOCKER chain and erases manual changes.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), firstClient: lanHost(), secondClient: lanHost() },
  when: async ({ web, host, firstClient, secondClient }) => {
    await host.iptables(`-I DOCKER -i ${host.uplink.name} -p tcp -j DROP`);
    const before = await firstClient.get(host, 8080, { timeoutMs: 1000 });
    await web.remove(); // a stopping engine waits 10 s for a container that ignores SIGTERM
    await host.restartEngine();
    await web.start();
    return { before, after: await secondClient.get(host, 8080) };
  },
  expect: ({ web, host, firstClient, secondClient }, { before, after }) => [
    timedOut(before),
    host.uplink.saw(syn(firstClient, host, 8080)),
    host.docker0.bridge.neverSaw(syn(firstClient, web, 80)),
    answered(after),
    journey([host.uplink, syn(secondClient, host, 8080)], [host.docker0.bridge, syn(secondClient, web, 80)]),
    host.rule('filter', `DOCKER -i ${host.uplink.name} -p tcp -j DROP`).absent(),
  ],
  // The same rule in a chain that the engine keeps.
  sabotage: ({ host }) => iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp -j DROP`),
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER chain' },
  notOnHost: 'it restarts the engine',
});
