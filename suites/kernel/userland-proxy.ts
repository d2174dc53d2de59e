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
  router,
  syn,
  synAck,
  timedOut,
} from 'docknet';

const addresses = [localhost, '0.0.0.0', 'localhost'];
const jump = '-m addrtype --dst-type LOCAL -j DUSTIN';

export default conformance({
  id: 'kernel/userland-proxy',
  title: 'with a userland proxy and MASQUERADE for 127.0.0.1, calls to 127.0.0.1, 0.0.0.0 and localhost work',
  claim: documented(
    'publish',
    'docker-proxy and local network',
    'With socat on the port and MASQUERADE from 127.0.0.1 into the bridge, beside the earlier rules, all three work.',
  ),
  given: { router: router(), br0: linuxBridge({ on: 'router' }), ns1: netns({ on: 'br0', serve: 8080 }) },
  when: async ({ router, br0, ns1 }) => {
    await router.iptables(
      '-t nat -N DUSTIN',
      `-t nat -A DUSTIN -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`,
      '-t nat -A DUSTIN -j RETURN',
      `-t nat -A PREROUTING ${jump}`,
      `-t nat -A OUTPUT ${jump}`,
      `-t nat -A POSTROUTING -s ${localhost} -o ${br0.bridge.name} -j MASQUERADE`,
    );
    await router.forward(8080, ns1, 8080);
    const asWritten = await Promise.all(addresses.map((address) => router.get(address, 8080, { timeoutMs: 1000 })));
    // Docker's own jump excludes the local network.
    await router.iptables(`-t nat -D OUTPUT ${jump}`, `-t nat -A OUTPUT ! -d 127.0.0.0/8 ${jump}`);
    return { asWritten, excluded: await Promise.all(addresses.map((address) => router.get(address, 8080))) };
  },
  expect: (_, { asWritten }) => asWritten.map(answered),
  sabotage: ({ router }) => iptables('-t nat -I OUTPUT -d 127.0.0.0/8 -j ACCEPT', router),
  known: [
    {
      engines: '*',
      because:
        '127.0.0.1 is a local destination too, so the document’s jump in OUTPUT translates these calls before the ' +
        'proxy gets them; they work once the jump excludes 127.0.0.0/8, as Docker’s does, and then need no ' +
        'MASQUERADE',
      instead: ({ router, br0, ns1 }, { asWritten, excluded }) => [
        ...asWritten.map(timedOut),
        ...excluded.flatMap((call) => [answered(call), clientSeenAs(call, br0.gateway)]),
        router.lo.sawTimes(addresses.length, syn(localhost, localhost, 8080)), // to the proxy
        router.lo.sawTimes(addresses.length, synAck(localhost, 8080, localhost)),
        br0.bridge.sawTimes(addresses.length, syn(br0.gateway, ns1, 8080)), // from the proxy
        br0.bridge.neverSaw(anything({ from: localhost })),
        guard(router.rule('nat', `POSTROUTING -s ${localhost} -o ${br0.bridge.name} -j MASQUERADE`).countedPackets(0)),
      ],
    },
  ],
});
