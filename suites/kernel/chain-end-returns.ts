import { answered, conformance, documented, guard, iptables, linuxBridge, netns, router, syn } from 'docknet';

export default conformance({
  id: 'kernel/chain-end-returns',
  title: 'a chain without a final RETURN continues with the rule after the jump',
  claim: documented(
    'publish',
    'create a custom iptables chain',
    'The RETURN rule is not needed: at the end of a custom chain iptables continues with the rule after the jump.',
  ),
  given: {
    router: router(),
    br0: linuxBridge({ on: 'router' }),
    ns1: netns({ on: 'br0', serve: 8080 }),
    ns2: netns({ on: 'br0', serve: 8081 }),
  },
  when: async ({ router, ns1, ns2 }) => {
    await router.iptables(
      '-t nat -N DUSTIN',
      `-t nat -A DUSTIN -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`,
      '-t nat -A OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN',
      `-t nat -A OUTPUT -p tcp -m tcp --dport 8081 -j DNAT --to-destination ${ns2.address}:8081`,
    );
    const [inChain, afterChain] = await Promise.all([router.get(router, 8080), router.get(router, 8081)]);
    return { inChain, afterChain };
  },
  expect: ({ router, br0, ns1, ns2 }, { inChain, afterChain }) => [
    answered(inChain),
    br0.bridge.saw(syn(router, ns1, 8080)),
    answered(afterChain),
    br0.bridge.saw(syn(router, ns2, 8081)),
    guard(router.rule('nat', 'OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN').countedFlows(2)), // both passed the chain
    guard(
      router.rule('nat', `DUSTIN -p tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`).countedFlows(1),
    ),
    guard(
      router.rule('nat', `OUTPUT -p tcp --dport 8081 -j DNAT --to-destination ${ns2.address}:8081`).countedFlows(1),
    ),
  ],
  sabotage: ({ router }) => iptables('-t nat -I OUTPUT -p tcp --dport 8081 -j ACCEPT', router),
});
