import {
  answered,
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
  id: 'firewall/egress-accepted',
  title: 'a rule accepts what enters from a bridge and leaves by another interface',
  about: 'rules',
  claim: documented(
    'tour',
    'A quick stop at the filter table',
    'FORWARD accepts what enters from docker0 and leaves by another interface.',
  ),
  given: { web: container(), server: lanHost() },
  when: ({ web, server }) => web.ping(server),
  expect: ({ web, host, server }, ping) => [
    answered(ping),
    journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
    host.docker0.bridge.saw(echoReply(server, web)),
    host
      .ruleByEngine({
        '<28.0.0': ['filter', 'FORWARD -i docker0 ! -o docker0 -j ACCEPT'],
        '28.0.0': ['filter', 'FORWARD -i docker0 -j ACCEPT'],
        '>=28.0.1': ['filter', 'DOCKER-FORWARD -i docker0 -j ACCEPT'],
      })
      .countedPackets(1), // the request only
  ],
  sabotage: () => iptables('-I FORWARD -i docker0 ! -o docker0 -j DROP'),
  needs: { 'ip-masq': true, icc: true },
});
