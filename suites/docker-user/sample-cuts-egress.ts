import {
  answered,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
  timedOut,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'docker-user/sample-cuts-egress',
  title: 'the notes’ sample rule restricts access from outside and nothing else',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'The sample rule, a DROP in DOCKER-USER for what enters by the uplink from any but one address, restricts external access.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), friend: lanHost(), stranger: lanHost() },
  when: async ({ web, host, friend, stranger }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} ! -s ${friend.address} -j DROP`);
    const [allowed, denied, control, egress] = await Promise.all([
      friend.get(host, 8080),
      stranger.get(host, 8080, { timeoutMs: 1000 }),
      web.ping(friend),
      web.ping(stranger, { timeoutMs: 1000 }),
    ]);
    return { allowed, denied, control, egress };
  },
  expect: ({ web, host, stranger }, { allowed, denied, egress }) => [
    answered(allowed),
    timedOut(denied),
    answered(egress),
    journey([host.uplink, echoReply(stranger, host)], [host.docker0.bridge, echoReply(stranger, web)]),
  ],
  sabotage: () => iptables('-I FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'),
  known: [
    {
      engines: '*',
      because:
        'the rule drops whatever enters by the uplink from another address, so also the replies to what containers ask for themselves; it needs an ACCEPT for RELATED,ESTABLISHED before it',
      instead: ({ web, host, friend, stranger }, { allowed, denied, control, egress }) => [
        answered(allowed),
        timedOut(denied),
        answered(control),
        journey([host.uplink, echoReply(friend, host)], [host.docker0.bridge, echoReply(friend, web)]),
        unanswered(egress),
        journey([host.docker0.bridge, echoRequest(web, stranger)], [host.uplink, echoRequest(host, stranger)]),
        host.uplink.saw(echoReply(stranger, host)),
        host.docker0.bridge.neverSaw(echoReply(stranger, web)),
        host.rule('filter', `DOCKER-USER -i ${host.uplink.name} ! -s ${friend.address} -j DROP`).matched(),
      ],
    },
  ],
});
