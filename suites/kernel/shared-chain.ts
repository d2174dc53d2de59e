import {
  conformance,
  documented,
  linuxBridge,
  iptables,
  journey,
  netns,
  lanHost,
  router,
  clientSeenAs,
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
    home: linuxBridge({ on: 'router' }),
    dustin: netns({ on: 'home', serve: 8080 }),
    phone: lanHost(),
  },
  when: async ({ router, home, dustin, phone }) => {
    await router.iptables(
      `-A FORWARD -i ${home.bridge.name} -j ACCEPT`,
      `-A FORWARD -o ${home.bridge.name} -j ACCEPT`,
      `-t nat -A POSTROUTING -s ${home.subnet} -j MASQUERADE`,
      '-t nat -N DUSTIN',
      `-t nat -A DUSTIN -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${dustin.address}:8080`,
      '-t nat -A DUSTIN -j RETURN',
      '-t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DUSTIN',
      '-t nat -A OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN',
    );
    const [own, theirs] = await Promise.all([router.get(router, 8080), phone.get(router, 8080)]);
    return { own, theirs };
  },
  expect: ({ router, home, dustin, phone }, { own, theirs }) => [
    clientSeenAs(own, router),
    home.bridge.saw(syn(router, dustin, 8080)),
    clientSeenAs(theirs, phone),
    journey([router.uplink, syn(phone, router, 8080)], [home.bridge, syn(phone, dustin, 8080)]),
    router.rule('nat', 'OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN').countedFlows(1),
    router.rule('nat', 'PREROUTING -m addrtype --dst-type LOCAL -j DUSTIN').countedFlows(1),
    router.rule('nat', `DUSTIN -p tcp --dport 8080 -j DNAT --to-destination ${dustin.address}:8080`).countedFlows(2),
    router.rule('nat', 'DUSTIN -j RETURN').countedFlows(0),
  ],
  sabotage: ({ router }) => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j ACCEPT', router),
});
