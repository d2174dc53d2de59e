import {
  answered,
  clientSeenAs,
  conformance,
  documented,
  guard,
  iptables,
  lanHost,
  linuxBridge,
  netns,
  refused,
  reset,
  router,
  syn,
  synAck,
} from 'docknet';

export default conformance({
  id: 'kernel/output-dnat-one-address',
  title: 'DNAT in OUTPUT with a destination matches that address and no other',
  claim: documented(
    'publish',
    'use iptables to perform a port forward',
    'With --destination the rule matches requests to that address, and not requests to other addresses or hosts.',
  ),
  given: {
    router: router(),
    br0: linuxBridge({ on: 'router' }),
    ns1: netns({ on: 'br0', serve: 8080 }),
    server: lanHost(),
  },
  when: async ({ router, br0, ns1, server }) => {
    const dnat = `-j DNAT --to-destination ${ns1.address}:8080`;
    await router.iptables(`-t nat -A OUTPUT -d ${router.address} -p tcp --dport 8080 ${dnat}`);
    const [matched, unmatched, remote] = await Promise.all([
      router.get(router, 8080),
      router.get(br0.gateway, 8080),
      router.get(server, 8080),
    ]);
    return { matched, unmatched, remote };
  },
  expect: ({ router, br0, ns1, server }, { matched, unmatched, remote }) => [
    clientSeenAs(matched, router),
    br0.bridge.sawTimes(1, syn(router, ns1, 8080)),
    refused(unmatched), // another address of the same host
    router.lo.saw(reset(br0.gateway, 8080, br0.gateway)),
    answered(remote), // by server itself
    router.uplink.saw(syn(router, server, 8080)),
    router.uplink.saw(synAck(server, 8080, router)),
    guard(
      router
        .rule('nat', `OUTPUT -d ${router.address} -p tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`)
        .countedFlows(1),
    ),
  ],
  sabotage: ({ router, ns1 }) =>
    iptables(`-t nat -A OUTPUT -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`, router),
});
