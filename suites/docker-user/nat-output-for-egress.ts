import { answered, conformance, container, documented, echoRequest, journey, lanHost, withGiven } from 'docknet';

export default conformance({
  id: 'docker-user/nat-output-for-egress',
  title: 'nat OUTPUT handles connections from containers',
  about: 'rules',
  claim: documented(
    'iptables',
    'iptables Chains usage in docker',
    'nat OUTPUT handles locally generated packets, and with Docker the outgoing connections of containers.',
  ),
  given: { web: container(), server: lanHost() },
  when: async ({ web, host, server }) => {
    await host.iptables(`-t nat -I OUTPUT -d ${server.address} -p icmp`); // these two rules count only
    await host.iptables(`-t nat -I PREROUTING -i docker0 -d ${server.address} -p icmp`);
    return { own: await host.ping(server), web: await web.ping(server) };
  },
  expect: ({ host, server }, ping) => [
    answered(ping.own),
    answered(ping.web),
    host.rule('nat', `OUTPUT -d ${server.address} -p icmp`).countedFlows(2), // the host's and the container's
  ],
  // On the host network web's packets are the host's own.
  sabotage: withGiven({ web: container({ on: 'host' }) }),
  known: [
    {
      engines: '*',
      because:
        'packets from a container enter the host from a bridge and are forwarded: they traverse nat PREROUTING ' +
        'and POSTROUTING, not OUTPUT',
      instead: ({ web, host, server }, ping) => [
        answered(ping.own),
        answered(ping.web),
        journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
        host.rule('nat', `OUTPUT -d ${server.address} -p icmp`).countedFlows(1), // the host's own only
        host.rule('nat', `PREROUTING -i docker0 -d ${server.address} -p icmp`).countedFlows(1),
        host.rule('nat', `POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j MASQUERADE`).countedFlows(1),
      ],
    },
  ],
  needs: { 'ip-masq': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no rules in nat' },
});
