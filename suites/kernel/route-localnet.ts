import {
  answered,
  anything,
  clientSeenAs,
  conformance,
  documented,
  iptables,
  linuxBridge,
  netns,
  router,
  same,
  syn,
} from 'docknet';

const local = ['127.0.0.1', '0.0.0.0', 'localhost'];

export default conformance({
  id: 'kernel/route-localnet',
  title: 'route_localnet and a MASQUERADE make calls to 127.0.0.1, 0.0.0.0 and localhost work without a proxy',
  claim: documented(
    'publish',
    'forward ports on the local network using iptables',
    'With net.ipv4.conf.all.route_localnet=1 and the MASQUERADE for 127.0.0.1 all three requests work, and without a proxy.',
  ),
  given: { router: router(), br0: linuxBridge({ on: 'router' }), ns1: netns({ on: 'br0', serve: 8080 }) },
  when: async ({ router, br0, ns1 }) => {
    await router.iptables(
      '-t nat -N DUSTIN',
      `-t nat -A DUSTIN -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`,
      '-t nat -A DUSTIN -j RETURN',
      '-t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DUSTIN',
      '-t nat -A OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN',
      `-t nat -A POSTROUTING -s 127.0.0.1 -o ${br0.bridge.name} -j MASQUERADE`,
    );
    await router.sh('sysctl --write net.ipv4.conf.all.route_localnet=1');
    const calls = await Promise.all(local.map((address) => router.get(address, 8080)));
    return { calls, listeners: await router.sh('ss -Hlnt') };
  },
  expect: ({ router, br0, ns1 }, { calls, listeners }) => [
    same('what listens on the router is', listeners, ''), // no proxy
    ...calls.flatMap((call) => [answered(call), clientSeenAs(call, br0.gateway)]),
    br0.bridge.sawTimes(local.length, syn(br0.gateway, ns1, 8080)), // with the bridge's address in place of 127.0.0.1
    br0.bridge.neverSaw(anything({ from: '127.0.0.1' })),
    router.rule('nat', `POSTROUTING -s 127.0.0.1 -o ${br0.bridge.name} -j MASQUERADE`).countedFlows(local.length),
    router
      .rule('nat', `DUSTIN -p tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`)
      .countedFlows(local.length),
  ],
  // As in Docker, which leaves the local network to its proxy.
  sabotage: ({ router }) => iptables('-t nat -I OUTPUT -d 127.0.0.0/8 -j ACCEPT', router),
});
