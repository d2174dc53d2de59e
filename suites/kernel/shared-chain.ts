import {
  clientSeenAs,
  conformance,
  documented,
  guard,
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
  title: 'one chain, called from PREROUTING and OUTPUT, serves LAN clients and the host itself',
  claim: documented(
    'publish',
    'create a custom iptables chain',
    'The rule moves into a chain of its own, to which PREROUTING and OUTPUT jump for local destinations, as ' +
      'Docker does.',
  ),
  given: {
    router: router(),
    br0: linuxBridge({ on: 'router' }),
    ns1: netns({ on: 'br0', serve: 8080 }),
    client: lanHost(),
  },
  when: async ({ router, br0, ns1, client }) => {
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
    const [own, fromLan] = await Promise.all([router.get(router, 8080), client.get(router, 8080)]);
    return { own, fromLan };
  },
  expect: ({ router, br0, ns1, client }, { own, fromLan }) => [
    clientSeenAs(own, router),
    br0.bridge.saw(syn(router, ns1, 8080)),
    clientSeenAs(fromLan, client),
    journey([router.uplink, syn(client, router, 8080)], [br0.bridge, syn(client, ns1, 8080)]),
    guard(router.rule('nat', 'OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN').countedFlows(1)),
    guard(router.rule('nat', 'PREROUTING -m addrtype --dst-type LOCAL -j DUSTIN').countedFlows(1)),
    guard(
      router.rule('nat', `DUSTIN -p tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`).countedFlows(2),
    ),
    guard(router.rule('nat', 'DUSTIN -j RETURN').countedFlows(0)),
  ],
  sabotage: ({ router }) => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j ACCEPT', router),
});
