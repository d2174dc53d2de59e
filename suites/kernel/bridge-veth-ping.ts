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
    'With what enters and leaves by the bridge accepted, the host reaches both namespaces and they reach each other.',
  ),
  given: { router: router(), br0: linuxBridge({ on: 'router' }), ns1: netns({ on: 'br0' }), ns2: netns({ on: 'br0' }) },
  when: async ({ router, br0, ns1, ns2 }) => {
    await router.iptables(`-A FORWARD -i ${br0.bridge.name} -j ACCEPT`, `-A FORWARD -o ${br0.bridge.name} -j ACCEPT`);
    return Promise.all([router.ping(ns1), router.ping(ns2), ns1.ping(ns2), ns2.ping(ns1)]);
  },
  expect: ({ br0, ns1, ns2 }, pings) => [
    ...pings.map(answered),
    ...[ns1, ns2].flatMap((one) => [
      journey([br0.bridge, echoRequest(br0.gateway, one)], [one.eth0, echoRequest(br0.gateway, one)]),
      journey([one.eth0, echoReply(one, br0.gateway)], [br0.bridge, echoReply(one, br0.gateway)]),
    ]),
    ...(
      [
        [ns1, ns2],
        [ns2, ns1],
      ] as const
    ).flatMap(([from, to]) => [
      journey([from.eth0, echoRequest(from, to)], [to.eth0, echoRequest(from, to)]),
      journey([to.eth0, echoReply(to, from)], [from.eth0, echoReply(to, from)]),
    ]),
  ],
  sabotage: ({ router, ns2 }) => shell(`ip link set ${ns2.eth0.name} nomaster`, router),
});
