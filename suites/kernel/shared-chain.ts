import {
  clientSeenAs,
  conformance,
  documented,
  iptables,
  journey,
  lanHost,
  linuxBridge,
  netns,
  router,
  syn,
} from 'docknet';

export default conformance({
  id: 'kernel/shared-chain',
  title: 'one chain called from both PREROUTING and OUTPUT serves outside callers and the host itself',
  claim: documented(
    'publish',
    'create a custom iptables chain',
    'The rule is moved into a chain of its own, to which PREROUTING and OUTPUT jump for local destinations, as Docker does.',
  ),
  given: {
    router: router(),
    br0: linuxBridge({ on: 'router' }),
    ns1: netns({ on: 'br0', serve: 8080 }),
    phone: lanHost(),
  },
  when: async ({ router, br0, ns1, phone }) => {
    await router.iptables(
      `-A FORWARD -i ${br0.bridge.name} -j ACCEPT`,
      `-A FORWARD -o ${br0.bridge.name} -j ACCEPT`,
      `-t nat -A POSTROUTING -s ${br0.subnet} -j MASQUERADE`,
      '-t nat -N DUSTIN',
      `-t nat -A DUSTIN -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`,
      '-t nat -A DUSTIN -j RETURN',
      '-t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DUSTIN',
      '-t nat -A OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN',
    );
    const [own, theirs] = await Promise.all([router.get(router, 8080), phone.get(router, 8080)]);
    return { own, theirs };
  },
  expect: ({ router, br0, ns1, phone }, { own, theirs }) => [
    clientSeenAs(own, router),
    br0.bridge.saw(syn(router, ns1, 8080)),
    clientSeenAs(theirs, phone),
    journey([router.uplink, syn(phone, router, 8080)], [br0.bridge, syn(phone, ns1, 8080)]),
    router.rule('nat', 'OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN').countedFlows(1),
    router.rule('nat', 'PREROUTING -m addrtype --dst-type LOCAL -j DUSTIN').countedFlows(1),
    router.rule('nat', `DUSTIN -p tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`).countedFlows(2),
    router.rule('nat', 'DUSTIN -j RETURN').countedFlows(0),
  ],
  sabotage: ({ router }) => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j ACCEPT', router),
});
