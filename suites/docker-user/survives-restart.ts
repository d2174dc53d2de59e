import {
  answered,
  anything,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'docker-user/survives-restart',
  title: 'a rule in DOCKER-USER is still there, and first, after the engine was restarted',
  claim: documented(
    'iptables',
    'DOCKER',
    'What is edited in DOCKER is erased by the engine; DOCKER-USER is the chain for rules of one’s own, which stay.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), friend: lanHost(), stranger: lanHost() },
  when: async ({ web, host, friend, stranger }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -s ${stranger.address} -j DROP`);
    await web.remove(); // an engine that stops waits ten seconds for a container that does not
    await host.restartEngine();
    await web.start();
    const [allowed, denied] = await Promise.all([
      friend.get(host, 8080),
      stranger.get(host, 8080, { timeoutMs: 1000 }),
    ]);
    return { allowed, denied };
  },
  expect: ({ web, host, friend, stranger }, { allowed, denied }) => [
    answered(allowed),
    journey([host.uplink, syn(friend, host, 8080)], [host.docker0.bridge, syn(friend, web, 80)]),
    timedOut(denied),
    host.uplink.saw(syn(stranger, host, 8080)),
    host.docker0.bridge.neverSaw(anything({ from: stranger })),
    host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -s ${stranger.address} -j DROP`).matched(),
    host.rule('filter', 'FORWARD -j DOCKER-USER').first(),
  ],
  // Ends nat PREROUTING for the stranger: docker-proxy answers then, and no chain of FORWARD is passed.
  sabotage: ({ stranger }) => iptables(`-t nat -I PREROUTING -s ${stranger.address} -p tcp --dport 8080 -j ACCEPT`),
  notOnHost: 'it restarts the engine',
});
