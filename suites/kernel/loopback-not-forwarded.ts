import {
  answered,
  anything,
  conformance,
  documented,
  guard,
  linuxBridge,
  localhost,
  netns,
  router,
  shell,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'kernel/loopback-not-forwarded',
  title: 'with DNAT alone, calls to 127.0.0.1, 0.0.0.0 and localhost fail',
  claim: documented(
    'publish',
    'docker-proxy and local network',
    'By default Linux does not forward the local network: requests to 127.0.0.1, 0.0.0.0 and localhost fail.',
  ),
  given: { router: router(), br0: linuxBridge({ on: 'router' }), ns1: netns({ on: 'br0', serve: 8080 }) },
  when: async ({ router, ns1 }) => {
    await router.iptables(
      '-t nat -N DUSTIN',
      `-t nat -A DUSTIN -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`,
      '-t nat -A DUSTIN -j RETURN',
      '-t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DUSTIN',
      '-t nat -A OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN',
    );
    const own = await router.get(router, 8080);
    return {
      own,
      local: await Promise.all(
        [localhost, '0.0.0.0', 'localhost'].map((address) => router.get(address, 8080, { timeoutMs: 1000 })),
      ),
    };
  },
  expect: ({ router, br0, ns1 }, { own, local }) => [
    answered(own),
    br0.bridge.saw(syn(router, ns1, 8080)),
    ...local.map(timedOut),
    // The rule matches; the kernel sends no loopback source out of another interface (ip_route_output,
    // net/ipv4/route.c).
    guard(router.rule('nat', 'OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN').matched()),
    br0.bridge.sawTimes(1, syn(router, ns1, 8080)),
    br0.bridge.neverSaw(anything({ from: localhost })),
    br0.bridge.neverSaw(syn(br0.gateway, ns1, 8080)),
  ],
  sabotage: ({ router, br0 }) =>
    shell(
      `sysctl -qw net.ipv4.conf.all.route_localnet=1 && ` +
        `iptables -t nat -A POSTROUTING -s ${localhost} -o ${br0.bridge.name} -j MASQUERADE`,
      router,
    ),
});
