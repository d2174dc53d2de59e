import {
  answered,
  clientSeenAs,
  conformance,
  documented,
  iptables,
  lanHost,
  linuxBridge,
  netns,
  router,
  syn,
  synAck,
} from 'docknet';

/** An address that the router is given while the rule stands. */
const later = (router: { readonly address: string }) => router.address.replace(/\d+$/, '99');

export default conformance({
  id: 'kernel/addrtype-local',
  title: 'DNAT in OUTPUT with --dst-type LOCAL takes calls to every address of the host and to no other',
  claim: documented(
    'publish',
    'use iptables to perform a port forward',
    'With --match addrtype --dst-type LOCAL the rule takes any local destination, also when the host’s address changes.',
  ),
  given: {
    router: router(),
    br0: linuxBridge({ on: 'router' }),
    ns1: netns({ on: 'br0', serve: 8080 }),
    server: lanHost(),
  },
  when: async ({ router, br0, ns1, server }) => {
    await router.iptables(
      `-t nat -A OUTPUT -m addrtype --dst-type LOCAL -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`,
    );
    await router.sh(`ip address add ${later(router)}/24 dev ${router.uplink.name}`);
    const [first, added, onBridge, theirs] = await Promise.all([
      router.get(router, 8080),
      router.get(later(router), 8080),
      router.get(br0.gateway, 8080),
      router.get(server, 8080),
    ]);
    return { first, added, onBridge, theirs };
  },
  expect: ({ router, br0, ns1, server }, { first, added, onBridge, theirs }) => [
    clientSeenAs(first, router),
    clientSeenAs(added, router), // calls to a second address of a subnet come from the first
    br0.bridge.sawTimes(2, syn(router, ns1, 8080)),
    clientSeenAs(onBridge, br0.gateway),
    br0.bridge.saw(syn(br0.gateway, ns1, 8080)),
    answered(theirs), // by the other host itself
    router.uplink.saw(syn(router, server, 8080)),
    router.uplink.saw(synAck(server, 8080, router)),
    router
      .rule(
        'nat',
        `OUTPUT -p tcp -m addrtype --dst-type LOCAL -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`,
      )
      .countedFlows(3),
  ],
  sabotage: ({ router }) => iptables(`-t nat -I OUTPUT -d ${later(router)} -j ACCEPT`, router),
});
