import { answered, conformance, documented, linuxBridge, iptables, netns, refused, reset, router, syn } from 'docknet';

export default conformance({
  id: 'kernel/no-rule-refused',
  title: 'with no rule, a request to the host’s port is refused though a namespace serves it',
  claim: documented(
    'publish',
    'use iptables to perform a port forward',
    'Without a rule a request to port 8080 of the host’s own address fails: connection refused.',
  ),
  given: { router: router(), home: linuxBridge({ on: 'router' }), dustin: netns({ on: 'home', serve: 8080 }) },
  when: async ({ router, dustin }) => ({ direct: await router.get(dustin, 8080), own: await router.get(router, 8080) }),
  expect: ({ router, home, dustin }, { direct, own }) => [
    answered(direct), // the server is there
    home.bridge.saw(syn(home.gateway, dustin, 8080)),
    refused(own),
    router.lo.saw(syn(router, router, 8080)),
    router.lo.saw(reset(router, 8080, router)),
    home.bridge.neverSaw(syn(router, dustin, 8080)),
  ],
  sabotage: ({ router, dustin }) =>
    iptables(`-t nat -A OUTPUT -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${dustin.address}:8080`, router),
});
