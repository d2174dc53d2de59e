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

/** The four addresses .12 to .15 of the LAN, where friend and neighbour are and stranger (.11) is not. */
const subnet = (friend: { readonly address: string }) => friend.address.replace(/\d+$/, '12/30');

export default conformance({
  id: 'docker-user/allow-subnet',
  title: 'the notes’ rule for a subnet lets its hosts in and stops others',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'A DROP in DOCKER-USER for all that enters by the external interface but from one subnet restricts external access to that subnet.',
  ),
  given: {
    web: container({ serve: 80, publish: ['8080:80'] }),
    stranger: lanHost(),
    friend: lanHost(),
    neighbour: lanHost(),
  },
  when: async ({ host, friend, neighbour, stranger }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} ! -s ${subnet(friend)} -j DROP`);
    const [one, other, denied] = await Promise.all([
      friend.get(host, 8080),
      neighbour.get(host, 8080),
      stranger.get(host, 8080, { timeoutMs: 1000 }),
    ]);
    return { one, other, denied };
  },
  expect: ({ web, host, friend, neighbour, stranger }, { one, other, denied }) => [
    answered(one),
    journey([host.uplink, syn(friend, host, 8080)], [host.docker0.bridge, syn(friend, web, 80)]),
    answered(other),
    journey([host.uplink, syn(neighbour, host, 8080)], [host.docker0.bridge, syn(neighbour, web, 80)]),
    timedOut(denied),
    host.uplink.saw(syn(stranger, host, 8080)),
    host.docker0.bridge.neverSaw(anything({ from: stranger })),
    host.rule('filter', `DOCKER-USER -i ${host.uplink.name} ! -s ${subnet(friend)} -j DROP`).matched(),
  ],
  // In front of DOCKER-USER, so that it is not passed.
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
});
