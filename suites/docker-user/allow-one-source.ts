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
  id: 'docker-user/allow-one-source',
  title: 'the notes’ rule for one address lets that outside host in and stops another',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'A DROP in DOCKER-USER for all that enters by the external interface but from one address restricts external access to that address.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), friend: lanHost(), stranger: lanHost() },
  when: async ({ host, friend, stranger }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} ! -s ${friend.address} -j DROP`);
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
    host.rule('filter', `DOCKER-USER -i ${host.uplink.name} ! -s ${friend.address} -j DROP`).matched(),
  ],
  // In front of DOCKER-USER, so that it is not passed.
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
});
