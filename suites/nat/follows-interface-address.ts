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
  title: 'after the uplink’s address changes, new flows leave with the new one',
  claim: documented(
    'notes',
    '4.1. Port forwarding',
    'MASQUERADE is like SNAT with the outgoing interface’s address in place of a fixed one.',
  ),
  given: { web: container(), server: lanHost() },
  when: async ({ web, host, server }) => {
    const before = await web.ping(server);
    await host.replaceAddresses(host.uplink.name, [`${host.secondaryAddress}/24`]);
    return { before, after: await web.ping(server) };
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
      host
        .rule({
          iptables: `nat POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j MASQUERADE`,
          nftables:
            `docker-bridges nat-postrouting-out__docker0 oifname != docker0 ip saddr ` +
            `${host.docker0.subnet} masquerade`,
        })
        .countedFlows(2),
    ];
  },
  // SNAT with a fixed address comes first.
  sabotage: ({ host }) =>
    iptables(`-t nat -I POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j SNAT --to-source ${host.address}`),
  needs: { 'ip-masq': true },
  notOnHost: 'it changes the uplink’s address',
});
