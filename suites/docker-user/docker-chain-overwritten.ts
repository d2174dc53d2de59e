import { answered, conformance, container, documented, iptables, journey, lanHost, syn, timedOut } from 'docknet';

export default conformance({
  id: 'docker-user/docker-chain-overwritten',
  title: 'a rule put by hand into DOCKER is gone when the engine was restarted',
  claim: documented(
    'iptables',
    'DOCKER',
    'The DOCKER chain is made and kept by the engine; what is edited there by hand is erased by it.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), early: lanHost(), late: lanHost() },
  when: async ({ web, host, early, late }) => {
    await host.iptables(`-I DOCKER -i ${host.uplink.name} -p tcp -j DROP`);
    const before = await early.get(host, 8080, { timeoutMs: 1000 });
    await web.remove(); // an engine that stops waits ten seconds for a container that does not
    await host.restartEngine();
    await web.start();
    return { before, after: await late.get(host, 8080) };
  },
  expect: ({ web, host, early, late }, { before, after }) => [
    timedOut(before),
    host.uplink.saw(syn(early, host, 8080)),
    host.docker0.bridge.neverSaw(syn(early, web, 80)),
    answered(after),
    journey([host.uplink, syn(late, host, 8080)], [host.docker0.bridge, syn(late, web, 80)]),
    host.rule('filter', `DOCKER -i ${host.uplink.name} -p tcp -j DROP`).absent(),
  ],
  // The same rule where the engine does not write.
  sabotage: ({ host }) => iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp -j DROP`),
  notOnHost: 'it restarts the engine',
});
