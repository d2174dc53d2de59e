import { answered, conformance, container, documented, iptables, journey, lanHost, syn } from 'docknet';

export default conformance({
  id: 'docker-user/chain-order-diagram',
  title: 'a packet traverses FORWARD first, then nat PREROUTING and nat OUTPUT',
  about: 'rules',
  claim: documented(
    'iptables',
    'iptables Chains usage in docker',
    'The diagram goes from FORWARD through DOCKER, DOCKER-USER and isolation to nat PREROUTING, then to nat OUTPUT.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => {
    // A mark stays on a packet inside the host: a rule that finds it comes after the rule that set it.
    const inForward = `-I DOCKER-USER -i ${host.uplink.name} -p tcp`;
    await host.iptables(`${inForward} -j MARK --set-mark 2`);
    await host.iptables(`${inForward} -m mark --mark 1`);
    const inPrerouting = `-t nat -I PREROUTING -i ${host.uplink.name} -p tcp`;
    await host.iptables(`${inPrerouting} -j MARK --set-mark 1`);
    await host.iptables(`${inPrerouting} -m mark --mark 2`);
    await host.iptables('-t nat -I OUTPUT -p tcp --dport 8080');
    return client.get(host, 8080);
  },
  expect: ({ host }, call) => [
    answered(call),
    host.rule('nat', `PREROUTING -i ${host.uplink.name} -p tcp -m mark --mark 2`).matched(),
    host.rule('nat', 'OUTPUT -p tcp --dport 8080').matched(),
  ],
  // Ends nat PREROUTING before Docker's rule: docker-proxy takes the request, and it is not forwarded.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j ACCEPT'),
  known: [
    {
      engines: '*',
      because:
        'a packet traverses nat PREROUTING before it is routed, and FORWARD after; nat OUTPUT is for what the ' +
        'host itself sends (netfilter’s hooks)',
      instead: ({ web, host, client }, call) => [
        answered(call),
        journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
        host.rule('nat', `PREROUTING -i ${host.uplink.name} -p tcp -m mark --mark 2`).countedPackets(0),
        host.rule('nat', `PREROUTING -i ${host.uplink.name} -p tcp -j MARK --set-mark 1`).countedFlows(1),
        // only a flow's first packet traverses nat
        host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp -m mark --mark 1`).countedPackets(1),
        host.rule('nat', 'OUTPUT -p tcp --dport 8080').countedPackets(0),
      ],
    },
  ],
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
