import {
  answered,
  conformance,
  documented,
  echoReply,
  echoRequest,
  linuxBridge,
  journey,
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
  given: {
    router: router(),
    home: linuxBridge({ on: 'router' }),
    dustin: netns({ on: 'home' }),
    leah: netns({ on: 'home' }),
  },
  when: async ({ router, home, dustin, leah }) => {
    await router.iptables(`-A FORWARD -i ${home.bridge.name} -j ACCEPT`, `-A FORWARD -o ${home.bridge.name} -j ACCEPT`);
    return Promise.all([router.ping(dustin), router.ping(leah), dustin.ping(leah), leah.ping(dustin)]);
  },
  expect: ({ home, dustin, leah }, pings) => [
    ...pings.map(answered),
    ...[dustin, leah].flatMap((one) => [
      journey([home.bridge, echoRequest(home.gateway, one)], [one.eth0, echoRequest(home.gateway, one)]),
      journey([one.eth0, echoReply(one, home.gateway)], [home.bridge, echoReply(one, home.gateway)]),
    ]),
    ...(
      [
        [dustin, leah],
        [leah, dustin],
      ] as const
    ).flatMap(([from, to]) => [
      journey([from.eth0, echoRequest(from, to)], [to.eth0, echoRequest(from, to)]),
      journey([to.eth0, echoReply(to, from)], [from.eth0, echoReply(to, from)]),
    ]),
  ],
  sabotage: ({ router, leah }) => shell(`ip link set ${leah.eth0.name} nomaster`, router),
});
