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
  title: 'the notes’ sample rule restricts access from outside only',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'The sample rule, a DROP in DOCKER-USER for what enters by the uplink from other addresses, restricts ' +
      'external access.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), allowedClient: lanHost(), blockedClient: lanHost() },
  when: async ({ web, host, allowedClient, blockedClient }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} ! -s ${allowedClient.address} -j DROP`);
    const [allowed, denied, control, egress] = await Promise.all([
      allowedClient.get(host, 8080),
      blockedClient.get(host, 8080, { timeoutMs: 1000 }),
      web.ping(allowedClient),
      web.ping(blockedClient, { timeoutMs: 1000 }),
    ]);
    return { allowed, denied, control, egress };
  },
  expect: ({ web, host, blockedClient }, { allowed, denied, egress }) => [
    answered(allowed),
    timedOut(denied),
    answered(egress),
    journey([host.uplink, echoReply(blockedClient, host)], [host.docker0.bridge, echoReply(blockedClient, web)]),
  ],
  sabotage: () => iptables('-I FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'),
  known: [
    {
      engines: '*',
      because:
        'the rule drops everything from other addresses that enters by the uplink, including replies to ' +
        'containers; it needs an ACCEPT for RELATED,ESTABLISHED before it',
      instead: ({ web, host, allowedClient, blockedClient }, { allowed, denied, control, egress }) => [
        answered(allowed),
        timedOut(denied),
        answered(control),
        journey([host.uplink, echoReply(allowedClient, host)], [host.docker0.bridge, echoReply(allowedClient, web)]),
        unanswered(egress),
        journey(
          [host.docker0.bridge, echoRequest(web, blockedClient)],
          [host.uplink, echoRequest(host, blockedClient)],
        ),
        host.uplink.saw(echoReply(blockedClient, host)),
        host.docker0.bridge.neverSaw(echoReply(blockedClient, web)),
        host.rule('filter', `DOCKER-USER -i ${host.uplink.name} ! -s ${allowedClient.address} -j DROP`).matched(),
      ],
    },
  ],
  needs: { 'ip-masq': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
