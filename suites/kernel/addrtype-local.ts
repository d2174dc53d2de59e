import {
  addressIn,
  answered,
  clientSeenAs,
  conformance,
  documented,
  guard,
  iptables,
  lanHost,
  linuxBridge,
  netns,
  router,
  syn,
  synAck,
} from 'docknet';

/** An address that the router gets after the rule was added. */
const addedAddress = (router: { readonly subnet: string }) => addressIn(router.subnet, 99);

export default conformance({
  id: 'kernel/addrtype-local',
  title: 'DNAT in OUTPUT with --dst-type LOCAL matches every address of the host and no other',
  claim: documented(
    'publish',
    'use iptables to perform a port forward',
    'With --match addrtype --dst-type LOCAL the rule matches any local destination, even if the host’s address ' +
      'changes.',
  ),
  given: {
    router: router(),
    br0: linuxBridge({ on: 'router' }),
    ns1: netns({ on: 'br0', serve: 8080 }),
    server: lanHost(),
  },
  when: async ({ router, br0, ns1, server }) => {
    const dnat = `-j DNAT --to-destination ${ns1.address}:8080`;
    await router.iptables(`-t nat -A OUTPUT -m addrtype --dst-type LOCAL -p tcp --dport 8080 ${dnat}`);
    await router.addAddress(addedAddress(router));
    const [first, added, onBridge, remote] = await Promise.all([
      router.get(router, 8080),
      router.get(addedAddress(router), 8080),
      router.get(br0.gateway, 8080),
      router.get(server, 8080),
    ]);
    return { first, added, onBridge, remote };
  },
  expect: ({ router, br0, ns1, server }, { first, added, onBridge, remote }) => [
    clientSeenAs(first, router),
    clientSeenAs(added, router), // the first address is the source for both
    br0.bridge.sawTimes(2, syn(router, ns1, 8080)),
    clientSeenAs(onBridge, br0.gateway),
    br0.bridge.saw(syn(br0.gateway, ns1, 8080)),
    answered(remote), // by server itself
    router.uplink.saw(syn(router, server, 8080)),
    router.uplink.saw(synAck(server, 8080, router)),
    guard(
      router
        .rule(
          'nat',
          `OUTPUT -p tcp -m addrtype --dst-type LOCAL -m tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`,
        )
        .countedFlows(3),
    ),
  ],
  sabotage: ({ router }) => iptables(`-t nat -I OUTPUT -d ${addedAddress(router)} -j ACCEPT`, router),
});
