import {
  answered,
  clientSeenAs,
  conformance,
  documented,
  guard,
  iptables,
  journey,
  lanHost,
  linuxBridge,
  netns,
  refused,
  reset,
  router,
  syn,
} from 'docknet';

const dnat = (to: { readonly address: string }) =>
  `-m addrtype --dst-type LOCAL -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${to.address}:8080`;

export default conformance({
  id: 'kernel/output-not-prerouting',
  title: 'DNAT in OUTPUT does not apply to LAN clients; in PREROUTING it does',
  claim: documented(
    'publish',
    'enable external traffic to be port forwarded',
    'A second device does not reach the port by the OUTPUT rule, which applies to locally generated packets. With ' +
      'the same rule in PREROUTING it does.',
  ),
  given: {
    router: router(),
    br0: linuxBridge({ on: 'router' }),
    ns1: netns({ on: 'br0', serve: 8080 }),
    client: lanHost(),
    secondClient: lanHost(),
  },
  when: async ({ router, br0, ns1, client, secondClient }) => {
    await router.iptables(
      `-A FORWARD -i ${br0.bridge.name} -j ACCEPT`,
      `-A FORWARD -o ${br0.bridge.name} -j ACCEPT`,
      `-t nat -A POSTROUTING -s ${br0.subnet} -j MASQUERADE`,
      `-t nat -A OUTPUT ${dnat(ns1)}`,
    );
    const [own, before] = await Promise.all([router.get(router, 8080), client.get(router, 8080)]);
    await router.iptables(`-t nat -A PREROUTING ${dnat(ns1)}`);
    return { own, before, after: await secondClient.get(router, 8080) };
  },
  expect: ({ router, br0, ns1, client, secondClient }, { own, before, after }) => [
    answered(own), // OUTPUT applies to the router itself
    br0.bridge.saw(syn(router, ns1, 8080)),
    refused(before),
    router.uplink.saw(reset(router, 8080, client)),
    br0.bridge.neverSaw(syn(client, ns1, 8080)),
    clientSeenAs(after, secondClient),
    journey([router.uplink, syn(secondClient, router, 8080)], [br0.bridge, syn(secondClient, ns1, 8080)]),
    guard(router.rule('nat', `OUTPUT ${dnat(ns1)}`).countedFlows(1)), // the router's own
    guard(router.rule('nat', `PREROUTING ${dnat(ns1)}`).countedFlows(1)),
  ],
  sabotage: ({ router, ns1 }) =>
    iptables(`-t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`, router),
});
