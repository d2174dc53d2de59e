import {
  answered,
  anything,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
} from 'docknet';

export default conformance({
  id: 'nat/follows-interface-address',
  title: 'when the uplink gets another address, new flows leave with that one',
  claim: documented(
    'notes',
    '4.1. Port forwarding',
    'MASQUERADE is like SNAT, but the address is not fixed in the rule: it is whatever address the outgoing interface has.',
  ),
  given: { web: container(), server: lanHost() },
  when: async ({ web, host, server }) => {
    const before = await web.ping(server);
    await host.sh(
      `ip address flush dev ${host.uplink.name} && ip address add ${host.secondaryAddress}/24 dev ${host.uplink.name}`,
    );
    const after = await web.ping(server);
    await host.sh(
      `ip address flush dev ${host.uplink.name} && ip address add ${host.address}/24 dev ${host.uplink.name} && ip address add ${host.secondaryAddress}/24 dev ${host.uplink.name}`,
    );
    return { before, after };
  },
  expect: ({ web, host, server }, { before, after }) => {
    const changed = host.secondaryAddress;
    return [
      answered(before),
      journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
      answered(after),
      journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(changed, server)]),
      journey([host.uplink, echoReply(server, changed)], [host.docker0.bridge, echoReply(server, web)]),
      host.uplink.neverSaw(anything({ protocol: 'icmp', from: web })),
      host.rule('nat', `POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j MASQUERADE`).countedFlows(2),
    ];
  },
  // SNAT, which has the address in its rule, in the place of MASQUERADE.
  sabotage: ({ host }) =>
    iptables(`-t nat -I POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j SNAT --to-source ${host.address}`),
  notOnHost: 'it takes the address of the uplink away for a moment',
});
