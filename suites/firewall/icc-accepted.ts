import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
} from 'docknet';

export default conformance({
  id: 'firewall/icc-accepted',
  title: 'a rule accepts what enters and leaves by the same bridge',
  about: 'rules',
  claim: documented(
    'tour',
    'A quick stop at the filter table',
    'FORWARD accepts what enters from docker0 and leaves by docker0.',
  ),
  given: {
    web: container(),
    db: container(),
    // Bridged packets pass iptables with br_netfilter alone, which engines from 28 on load for a network without ICC.
    isolated: bridge({ 'com.docker.network.bridge.enable_icc': 'false' }),
  },
  when: ({ web, db }) => web.ping(db),
  expect: ({ web, db, host }, ping) => [
    answered(ping),
    journey([web.eth0, echoRequest(web, db)], [db.eth0, echoRequest(web, db)]),
    journey([db.eth0, echoReply(db, web)], [web.eth0, echoReply(db, web)]),
    host
      .ruleByEngine({
        '<28.0.0': ['filter', 'FORWARD -i docker0 -o docker0 -j ACCEPT'],
        '28.0.0': ['filter', 'FORWARD -i docker0 -j ACCEPT'],
        '>=28.0.1': ['filter', 'DOCKER-FORWARD -i docker0 -j ACCEPT'],
      })
      .countedPackets(1), // the request; the reply is ESTABLISHED
  ],
  sabotage: () => iptables('-I FORWARD -i docker0 -o docker0 -j DROP'),
  needs: { icc: true },
});
