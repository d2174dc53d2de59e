import {
  answered,
  anything,
  conformance,
  documented,
  echoReply,
  echoRequest,
  linuxBridge,
  withGiven,
  journey,
  netns,
  lanHost,
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
  given: { router: router(), home: linuxBridge({ on: 'router' }), dustin: netns({ on: 'home' }), server: lanHost() },
  when: async ({ router, home, dustin, server }) => {
    await router.iptables(
      `-A FORWARD -i ${home.bridge.name} -j ACCEPT`,
      `-A FORWARD -o ${home.bridge.name} -j ACCEPT`,
      `-t nat -A POSTROUTING -s ${home.subnet} -j MASQUERADE`,
    );
    return dustin.ping(server);
  },
  expect: ({ router, home, dustin, server }, ping) => [
    answered(ping),
    journey([home.bridge, echoRequest(dustin, server)], [router.uplink, echoRequest(router, server)]),
    journey([router.uplink, echoReply(server, router)], [home.bridge, echoReply(server, dustin)]),
    router.uplink.neverSaw(anything({ from: dustin })),
    router.rule('filter', `FORWARD -i ${home.bridge.name} -j ACCEPT`).countedPackets(1),
    router.rule('filter', `FORWARD -o ${home.bridge.name} -j ACCEPT`).countedPackets(1),
    router.rule('nat', `POSTROUTING -s ${home.subnet} -j MASQUERADE`).matched(), // not how often: a new bridge's own IGMP report passes it too
  ],
  sabotage: withGiven({ router: router({ forwarding: false }) }),
});
