import {
  answered,
  anything,
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

export default conformance({
  id: 'kernel/output-dnat-too-wide',
  title: 'DNAT in OUTPUT by port alone captures calls to every other host on that port',
  claim: documented(
    'publish',
    'use iptables to perform a port forward',
    'A DNAT rule in OUTPUT that matches only the port also sends calls to other hosts’ port to the namespace.',
  ),
  given: {
    router: router(),
    br0: linuxBridge({ on: 'router' }),
    ns1: netns({ on: 'br0', serve: 8080 }),
    server: lanHost(),
  },
  when: async ({ router, ns1, server }) => {
    await router.iptables(`-t nat -A OUTPUT -p tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`);
    return {
      own: await router.get(router, 8080),
      remote: await router.get(server, 8080),
      otherPort: await router.get(server, 80),
    };
  },
  expect: ({ router, br0, ns1, server }, { own, remote, otherPort }) => [
    answered(own),
    answered(otherPort),
    router.uplink.saw(syn(router, server, 80)), // control: server answers, and the uplink is recorded
    answered(remote),
    br0.bridge.sawTimes(2, syn(router, ns1, 8080)),
    br0.bridge.sawTimes(2, synAck(ns1, 8080, router)),
    router.uplink.neverSaw(anything({ protocol: 'tcp', to: server, port: 8080 })),
    guard(
      router.rule('nat', `OUTPUT -p tcp --dport 8080 -j DNAT --to-destination ${ns1.address}:8080`).countedFlows(2),
    ),
  ],
  sabotage: ({ router, server }) => iptables(`-t nat -A OUTPUT -d ${server.address} -j ACCEPT`, router),
});
