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
  id: 'firewall/established-accepted',
  title: 'a rule accepts RELATED and ESTABLISHED packets to a container',
  about: 'rules',
  claim: documented(
    'tour',
    'A quick stop at the filter table',
    'FORWARD accepts what leaves by docker0 and belongs or relates to a known connection.',
  ),
  given: { web: container(), server: lanHost() },
  when: ({ web, server }) => web.ping(server),
  expect: ({ web, host, server }, ping) => [
    answered(ping),
    host.uplink.saw(echoRequest(host, server)),
    journey([host.uplink, echoReply(server, host)], [host.docker0.bridge, echoReply(server, web)]),
    host
      .ruleByEngine({
        '<28.0.0': ['filter', 'FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'],
        '28.0.0': [
          'filter',
          'FORWARD -m set --match-set docker-ext-bridges-v4 dst -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
        ],
        '>=28.0.1': ['filter', 'DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'],
      })
      .countedPackets(1), // the reply only
  ],
  sabotage: () => iptables('-I FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j DROP'),
  needs: { 'ip-masq': true },
});
