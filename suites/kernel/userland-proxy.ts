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
  syn,
  synAck,
  timedOut,
} from 'docknet';

const local = ['127.0.0.1', '0.0.0.0', 'localhost'];
const jump = '-m addrtype --dst-type LOCAL -j DUSTIN';

export default conformance({
  id: 'kernel/userland-proxy',
  title: 'a userland forwarder and a MASQUERADE for 127.0.0.1 make calls to 127.0.0.1, 0.0.0.0 and localhost work',
  claim: documented(
    'publish',
    'docker-proxy and local network',
    'With socat on the port and a MASQUERADE for what goes from 127.0.0.1 into the bridge, beside the rules made before, all three work.',
  ),
  given: { router: router(), br0: linuxBridge({ on: 'router' }), ns1: netns({ on: 'br0', serve: 8080 }) },
  when: async ({ router, br0, ns1 }) => {
    await router.iptables(
      '-t nat -N DUSTIN',
      `-t nat -A DUSTIN -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`,
      '-t nat -A DUSTIN -j RETURN',
      `-t nat -A PREROUTING ${jump}`,
      `-t nat -A OUTPUT ${jump}`,
      `-t nat -A POSTROUTING -s 127.0.0.1 -o ${br0.bridge.name} -j MASQUERADE`,
    );
    await router.forward(8080, ns1, 8080);
    const asWritten = await Promise.all(local.map((address) => router.get(address, 8080, { timeoutMs: 1000 })));
    // Docker's own jump leaves the local network out.
    await router.iptables(`-t nat -D OUTPUT ${jump}`, `-t nat -A OUTPUT ! -d 127.0.0.0/8 ${jump}`);
    return { asWritten, leftOut: await Promise.all(local.map((address) => router.get(address, 8080))) };
  },
  expect: (_, { asWritten }) => asWritten.map(answered),
  sabotage: ({ router }) => iptables('-t nat -I OUTPUT -d 127.0.0.0/8 -j ACCEPT', router),
  known: [
    {
      engines: '*',
      because:
        '127.0.0.1 is a local destination too, so the document’s own jump in OUTPUT translates these calls before the forwarder can have them; they work once the jump leaves 127.0.0.0/8 out, as Docker’s does, and then need no MASQUERADE',
      instead: ({ router, br0, ns1 }, { asWritten, leftOut }) => [
        ...asWritten.map(timedOut),
        ...leftOut.flatMap((call) => [answered(call), clientSeenAs(call, br0.gateway)]),
        router.lo.sawTimes(local.length, syn('127.0.0.1', '127.0.0.1', 8080)), // to the forwarder
        router.lo.sawTimes(local.length, synAck('127.0.0.1', 8080, '127.0.0.1')),
        br0.bridge.sawTimes(local.length, syn(br0.gateway, ns1, 8080)), // and from it
        br0.bridge.neverSaw(anything({ from: '127.0.0.1' })),
        router.rule('nat', `POSTROUTING -s 127.0.0.1 -o ${br0.bridge.name} -j MASQUERADE`).countedPackets(0),
      ],
    },
  ],
});
