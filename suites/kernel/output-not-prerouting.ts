import {
  answered,
  conformance,
  documented,
  linuxBridge,
  iptables,
  journey,
  netns,
  lanHost,
  refused,
  reset,
  router,
  clientSeenAs,
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
    home: linuxBridge({ on: 'router' }),
    dustin: netns({ on: 'home', serve: 8080 }),
    phone: lanHost(),
    tablet: lanHost(),
  },
  when: async ({ router, home, dustin, phone, tablet }) => {
    await router.iptables(
      `-A FORWARD -i ${home.bridge.name} -j ACCEPT`,
      `-A FORWARD -o ${home.bridge.name} -j ACCEPT`,
      `-t nat -A POSTROUTING -s ${home.subnet} -j MASQUERADE`,
      `-t nat -A OUTPUT ${dnat(dustin)}`,
    );
    const [own, before] = await Promise.all([router.get(router, 8080), phone.get(router, 8080)]);
    await router.iptables(`-t nat -A PREROUTING ${dnat(dustin)}`);
    return { own, before, after: await tablet.get(router, 8080) };
  },
  expect: ({ router, home, dustin, phone, tablet }, { own, before, after }) => [
    answered(own), // for the host itself the OUTPUT rule works
    home.bridge.saw(syn(router, dustin, 8080)),
    refused(before),
    router.uplink.saw(reset(router, 8080, phone)),
    home.bridge.neverSaw(syn(phone, dustin, 8080)),
    clientSeenAs(after, tablet),
    journey([router.uplink, syn(tablet, router, 8080)], [home.bridge, syn(tablet, dustin, 8080)]),
    router.rule('nat', `OUTPUT ${dnat(dustin)}`).countedFlows(1), // the host's own
    router.rule('nat', `PREROUTING ${dnat(dustin)}`).countedFlows(1),
  ],
  sabotage: ({ router, dustin }) =>
    iptables(`-t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination ${dustin.address}:8080`, router),
});
