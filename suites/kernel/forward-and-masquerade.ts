import {
  answered,
  anything,
  conformance,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
  linuxBridge,
  netns,
  router,
} from 'docknet';

export default conformance({
  id: 'kernel/forward-and-masquerade',
  title: 'two FORWARD rules and one MASQUERADE give a namespace the outside',
  claim: documented(
    'publish',
    'improve iptables commands from the previous post',
    'Accepting in FORWARD what enters or leaves by the bridge, and masquerading what comes from its range, lets the namespaces reach the outside.',
  ),
  given: { router: router(), br0: linuxBridge({ on: 'router' }), ns1: netns({ on: 'br0' }), server: lanHost() },
  when: async ({ router, br0, ns1, server }) => {
    await router.iptables(
      `-A FORWARD -i ${br0.bridge.name} -j ACCEPT`,
      `-A FORWARD -o ${br0.bridge.name} -j ACCEPT`,
      `-t nat -A POSTROUTING -s ${br0.subnet} -j MASQUERADE`,
    );
    return ns1.ping(server);
  },
  expect: ({ router, br0, ns1, server }, ping) => [
    answered(ping),
    journey([br0.bridge, echoRequest(ns1, server)], [router.uplink, echoRequest(router, server)]),
    journey([router.uplink, echoReply(server, router)], [br0.bridge, echoReply(server, ns1)]),
    router.uplink.neverSaw(anything({ from: ns1 })),
    router.rule('filter', `FORWARD -i ${br0.bridge.name} -j ACCEPT`).countedPackets(1),
    router.rule('filter', `FORWARD -o ${br0.bridge.name} -j ACCEPT`).countedPackets(1),
    router.rule('nat', `POSTROUTING -s ${br0.subnet} -j MASQUERADE`).matched(), // not how often: a new bridge's own IGMP report passes it too
  ],
  // Accepted by an earlier rule, the ping leaves untranslated.
  sabotage: ({ router, br0 }) => iptables(`-t nat -A POSTROUTING -s ${br0.subnet} -j ACCEPT`, router),
});
