import {
  answered,
  conformance,
  documented,
  fromPort,
  guard,
  iptables,
  linuxBridge,
  netns,
  refused,
  router,
  syn,
  synAck,
} from 'docknet';

export default conformance({
  id: 'kernel/rule-after-return',
  title: 'a rule appended after RETURN is never reached; inserted before RETURN it works',
  claim: documented(
    'publish',
    'add another port forward in the custom chain',
    'Rules apply in order: a port forward appended after the chain’s RETURN fails, one inserted before it works.',
  ),
  given: { router: router(), br0: linuxBridge({ on: 'router' }), ns1: netns({ on: 'br0', serve: 8081 }) },
  when: async ({ router, ns1 }) => {
    const dnat = `-p tcp --dport 8081 -j DNAT --to-destination ${ns1.address}:8081`;
    await router.iptables(
      '-t nat -N DUSTIN',
      '-t nat -A DUSTIN -j RETURN',
      `-t nat -A DUSTIN ${dnat}`,
      '-t nat -A OUTPUT -m addrtype --dst-type LOCAL -j DUSTIN',
    );
    const appended = await router.get(router, 8081, { sourcePort: 40001 });
    await router.iptables(`-t nat -I DUSTIN 1 ${dnat} -m comment --comment inserted`);
    return { appended, inserted: await router.get(router, 8081, { sourcePort: 40002 }) };
  },
  expect: ({ router, br0, ns1 }, { appended, inserted }) => [
    refused(appended),
    answered(inserted),
    br0.bridge.saw(fromPort(40002, syn(router, ns1, 8081))),
    br0.bridge.saw(synAck(ns1, 8081, router)),
    br0.bridge.neverSaw(fromPort(40001, syn(router, ns1, 8081))),
    guard(
      router.rule('nat', `DUSTIN -p tcp --dport 8081 -j DNAT --to-destination ${ns1.address}:8081`).countedFlows(0),
    ),
    guard(
      router
        .rule(
          'nat',
          `DUSTIN -p tcp --dport 8081 -m comment --comment inserted -j DNAT --to-destination ${ns1.address}:8081`,
        )
        .countedFlows(1),
    ),
  ],
  sabotage: ({ router, ns1 }) =>
    iptables(`-t nat -A OUTPUT -p tcp --dport 8081 -j DNAT --to-destination ${ns1.address}:8081`, router),
});
