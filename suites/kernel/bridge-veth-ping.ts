import {
  answered,
  conformance,
  documented,
  echoReply,
  echoRequest,
  journey,
  linuxBridge,
  netns,
  router,
  shell,
} from 'docknet';

export default conformance({
  id: 'kernel/bridge-veth-ping',
  title: 'two namespaces on one bridge and the host reach each other',
  claim: documented(
    'publish',
    'improve iptables commands from the previous post',
    'With FORWARD accepting what enters and leaves by the bridge, the host reaches both namespaces and they reach ' +
      'each other.',
  ),
  given: { router: router(), br0: linuxBridge({ on: 'router' }), ns1: netns({ on: 'br0' }), ns2: netns({ on: 'br0' }) },
  when: async ({ router, br0, ns1, ns2 }) => {
    await router.iptables(`-A FORWARD -i ${br0.bridge.name} -j ACCEPT`, `-A FORWARD -o ${br0.bridge.name} -j ACCEPT`);
    return Promise.all([router.ping(ns1), router.ping(ns2), ns1.ping(ns2), ns2.ping(ns1)]);
  },
  expect: ({ br0, ns1, ns2 }, pings) => [
    ...pings.map(answered),
    ...[ns1, ns2].flatMap((ns) => [
      journey([br0.bridge, echoRequest(br0.gateway, ns)], [ns.eth0, echoRequest(br0.gateway, ns)]),
      journey([ns.eth0, echoReply(ns, br0.gateway)], [br0.bridge, echoReply(ns, br0.gateway)]),
    ]),
    journey([ns1.eth0, echoRequest(ns1, ns2)], [ns2.eth0, echoRequest(ns1, ns2)]),
    journey([ns2.eth0, echoReply(ns2, ns1)], [ns1.eth0, echoReply(ns2, ns1)]),
    journey([ns2.eth0, echoRequest(ns2, ns1)], [ns1.eth0, echoRequest(ns2, ns1)]),
    journey([ns1.eth0, echoReply(ns1, ns2)], [ns2.eth0, echoReply(ns1, ns2)]),
  ],
  sabotage: ({ router, ns2 }) => shell(`ip link set ${ns2.eth0.name} nomaster`, router),
});
