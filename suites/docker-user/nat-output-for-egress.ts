import { answered, conformance, container, documented, echoRequest, journey, lanHost, withGiven } from 'docknet';

export default conformance({
  id: 'docker-user/nat-output-for-egress',
  title: 'nat OUTPUT handles the connections that containers begin',
  claim: documented(
    'iptables',
    'iptables Chains usage in docker',
    'nat OUTPUT is for packets made locally, and in Docker for the cases where a container begins an outgoing connection.',
  ),
  given: { web: container(), server: lanHost() },
  when: async ({ web, host, server }) => {
    await host.iptables(`-t nat -I OUTPUT -d ${server.address} -p icmp`); // these two count, and decide nothing
    await host.iptables(`-t nat -I PREROUTING -i docker0 -d ${server.address} -p icmp`);
    return { own: await host.ping(server), web: await web.ping(server) };
  },
  expect: ({ host, server }, ping) => [
    answered(ping.own),
    answered(ping.web),
    host.rule('nat', `OUTPUT -d ${server.address} -p icmp`).countedFlows(2), // the host's own and the container's
  ],
  // What it sends is the host's own then, and the statement comes true.
  sabotage: withGiven({ web: container({ on: 'host' }) }),
  known: [
    {
      engines: '*',
      because:
        'what a container sends reaches the host through a bridge and is forwarded: it passes nat PREROUTING and POSTROUTING, and never OUTPUT',
      instead: ({ web, host, server }, ping) => [
        answered(ping.own),
        answered(ping.web),
        journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
        host.rule('nat', `OUTPUT -d ${server.address} -p icmp`).countedFlows(1), // the host's own alone
        host.rule('nat', `PREROUTING -i docker0 -d ${server.address} -p icmp`).countedFlows(1),
        host.rule('nat', `POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j MASQUERADE`).countedFlows(1),
      ],
    },
  ],
});
