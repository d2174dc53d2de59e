import {
  answered,
  anything,
  clientSeenAs,
  conformance,
  documented,
  guard,
  iptables,
  linuxBridge,
  localhost,
  netns,
  notListening,
  router,
  syn,
} from 'docknet';

const addresses = [localhost, '0.0.0.0', 'localhost'];

export default conformance({
  id: 'kernel/route-localnet',
  title: 'with route_localnet and MASQUERADE calls to 127.0.0.1, 0.0.0.0 and localhost work without a proxy',
  claim: documented(
    'publish',
    'forward ports on the local network using iptables',
    'With net.ipv4.conf.all.route_localnet=1 and MASQUERADE for 127.0.0.1 all three requests work without a proxy.',
  ),
  given: { router: router(), br0: linuxBridge({ on: 'router' }), ns1: netns({ on: 'br0', serve: 8080 }) },
  when: async ({ router, br0, ns1 }) => {
    await router.iptables(
      '-t nat -N DUSTIN',
      `-t nat -A DUSTIN -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`,
      '-t nat -A DUSTIN -j RETURN',
      '-t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DUSTIN',
      '-t nat -A OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN',
      `-t nat -A POSTROUTING -s ${localhost} -o ${br0.bridge.name} -j MASQUERADE`,
    );
    await router.setSysctl('net.ipv4.conf.all.route_localnet', 1);
    const calls = await Promise.all(addresses.map((address) => router.get(address, 8080)));
    return { calls, listeners: await router.listeners() };
  },
  expect: ({ router, br0, ns1 }, { calls, listeners }) => [
    notListening(listeners, { port: 8080 }), // no proxy
    ...calls.flatMap((call) => [answered(call), clientSeenAs(call, br0.gateway)]),
    // from the bridge's address in place of 127.0.0.1
    br0.bridge.sawTimes(addresses.length, syn(br0.gateway, ns1, 8080)),
    br0.bridge.neverSaw(anything({ from: localhost })),
    guard(
      router
        .rule('nat', `POSTROUTING -s ${localhost} -o ${br0.bridge.name} -j MASQUERADE`)
        .countedFlows(addresses.length),
    ),
    guard(
      router
        .rule('nat', `DUSTIN -p tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`)
        .countedFlows(addresses.length),
    ),
  ],
  // As Docker does: its proxy serves the local network.
  sabotage: ({ router }) => iptables('-t nat -I OUTPUT -d 127.0.0.0/8 -j ACCEPT', router),
});
