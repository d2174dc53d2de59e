import {
  answered,
  anything,
  conformance,
  documented,
  echoReply,
  echoRequest,
  guard,
  iptables,
  journey,
  lanHost,
  linuxBridge,
  netns,
  router,
} from 'docknet';

export default conformance({
  id: 'kernel/forward-and-masquerade',
  title: 'two FORWARD rules and one MASQUERADE rule connect a namespace to the outside',
  claim: documented(
    'publish',
    'improve iptables commands from the previous post',
    'Namespaces reach the outside if FORWARD accepts what enters or leaves by the bridge and POSTROUTING ' +
      'masquerades its subnet.',
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
    guard(router.rule('filter', `FORWARD -i ${br0.bridge.name} -j ACCEPT`).countedPackets(1)),
    guard(router.rule('filter', `FORWARD -o ${br0.bridge.name} -j ACCEPT`).countedPackets(1)),
    // a new bridge's IGMP report may match it too
    guard(router.rule('nat', `POSTROUTING -s ${br0.subnet} -j MASQUERADE`).matched()),
  ],
  // An earlier ACCEPT lets the ping leave untranslated.
  sabotage: ({ router, br0 }) => iptables(`-t nat -A POSTROUTING -s ${br0.subnet} -j ACCEPT`, router),
});
