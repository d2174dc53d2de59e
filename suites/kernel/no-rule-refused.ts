import { answered, conformance, documented, iptables, linuxBridge, netns, refused, reset, router, syn } from 'docknet';

export default conformance({
  id: 'kernel/no-rule-refused',
  title: 'without a rule the host refuses a request to a port that a namespace serves',
  claim: documented(
    'publish',
    'use iptables to perform a port forward',
    'Without a rule, a request to port 8080 of the host’s own address fails: connection refused.',
  ),
  given: { router: router(), br0: linuxBridge({ on: 'router' }), ns1: netns({ on: 'br0', serve: 8080 }) },
  when: async ({ router, ns1 }) => ({ direct: await router.get(ns1, 8080), own: await router.get(router, 8080) }),
  expect: ({ router, br0, ns1 }, { direct, own }) => [
    answered(direct), // ns1 serves
    br0.bridge.saw(syn(br0.gateway, ns1, 8080)),
    refused(own),
    router.lo.saw(syn(router, router, 8080)),
    router.lo.saw(reset(router, 8080, router)),
    br0.bridge.neverSaw(syn(router, ns1, 8080)),
  ],
  sabotage: ({ router, ns1 }) =>
    iptables(`-t nat -A OUTPUT -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`, router),
});
