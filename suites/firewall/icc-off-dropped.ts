import {
  answered,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  engine,
  iptables,
  nftables,
  perBackend,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'firewall/icc-off-dropped',
  title: 'with icc off, packets between containers on docker0 are dropped',
  claim: documented(
    'tour',
    'A quick stop at the filter table',
    'A rule in FORWARD lets containers on docker0 reach each other; with the engine’s icc off it is a DROP.',
  ),
  given: { daemon: engine({ icc: false }), web: container(), db: container() },
  when: async ({ web, db, host }) => {
    const [across, own] = await Promise.all([web.ping(db, { timeoutMs: 1000 }), db.ping(host.docker0.gateway)]);
    return { across, own };
  },
  expect: ({ web, db, host }, { across, own }) => [
    answered(own), // control: docker0 carries frames
    db.eth0.saw(echoReply(host.docker0.gateway, db)),
    unanswered(across),
    web.eth0.saw(echoRequest(web, db)),
    db.eth0.neverSaw(echoRequest(web, db)),
    host
      .ruleByEngine({
        '<28.0.1': ['filter', 'FORWARD -i docker0 -o docker0 -j DROP'],
        '>=28.0.1': ['filter', 'DOCKER-FORWARD -i docker0 -o docker0 -j DROP'],
      })
      .countedPackets(1),
  ],
  sabotage: () =>
    perBackend({
      iptables: iptables('-I DOCKER-USER -i docker0 -o docker0 -j ACCEPT'),
      nftables: nftables('delete table ip docker-bridges'),
    }),
});
