import {
  answered,
  clientSeenAs,
  conformance,
  documented,
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
  title: 'a rule in OUTPUT does nothing for outside callers; the same in PREROUTING does',
  claim: documented(
    'publish',
    'enable external traffic to be port forwarded',
    'A second device cannot reach the port by the OUTPUT rule, which is for packets made locally; with the same rule in PREROUTING it does.',
  ),
  given: {
    router: router(),
    br0: linuxBridge({ on: 'router' }),
    ns1: netns({ on: 'br0', serve: 8080 }),
    phone: lanHost(),
    tablet: lanHost(),
  },
  when: async ({ router, br0, ns1, phone, tablet }) => {
    await router.iptables(
      `-A FORWARD -i ${br0.bridge.name} -j ACCEPT`,
      `-A FORWARD -o ${br0.bridge.name} -j ACCEPT`,
      `-t nat -A POSTROUTING -s ${br0.subnet} -j MASQUERADE`,
      `-t nat -A OUTPUT ${dnat(ns1)}`,
    );
    const [own, before] = await Promise.all([router.get(router, 8080), phone.get(router, 8080)]);
    await router.iptables(`-t nat -A PREROUTING ${dnat(ns1)}`);
    return { own, before, after: await tablet.get(router, 8080) };
  },
  expect: ({ router, br0, ns1, phone, tablet }, { own, before, after }) => [
    answered(own), // for the host itself the OUTPUT rule works
    br0.bridge.saw(syn(router, ns1, 8080)),
    refused(before),
    router.uplink.saw(reset(router, 8080, phone)),
    br0.bridge.neverSaw(syn(phone, ns1, 8080)),
    clientSeenAs(after, tablet),
    journey([router.uplink, syn(tablet, router, 8080)], [br0.bridge, syn(tablet, ns1, 8080)]),
    router.rule('nat', `OUTPUT ${dnat(ns1)}`).countedFlows(1), // the host's own
    router.rule('nat', `PREROUTING ${dnat(ns1)}`).countedFlows(1),
  ],
  sabotage: ({ router, ns1 }) =>
    iptables(`-t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`, router),
});
