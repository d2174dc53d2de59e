import {
  answered,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  engine,
  journey,
  lanHost,
  withGiven,
} from 'docknet';

/** What engines before 28 have in FORWARD for docker0, after the jump to DOCKER-USER. */
const old = [
  '-o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
  '-o docker0 -j DOCKER',
  '-i docker0 ! -o docker0 -j ACCEPT',
  '-i docker0 -o docker0 -j ACCEPT',
];

export default conformance({
  id: 'upgrade/pre-28-rules-left-behind',
  title: 'an engine that starts over the rules of one before 28 leaves none of them in FORWARD',
  claim: documented(
    'moby',
    'The host’s own firewall (#49518)',
    'What an older engine has left in FORWARD is taken away when a newer one starts: it would come before rules of the newer one’s.',
  ),
  given: { web: container(), peer: lanHost() },
  when: async ({ web, host, peer }) => {
    await web.remove();
    await host.stopEngine();
    // Where the engine is an old one these are its own rules, and there already.
    await host.sh(old.map((rule) => `iptables -C FORWARD ${rule} || iptables -A FORWARD ${rule}`).join('; '));
    await host.startEngine();
    await web.start();
    return web.ping(peer);
  },
  expect: ({ web, host, peer }, ping) => [
    answered(ping),
    journey([host.docker0.bridge, echoRequest(web, peer)], [host.uplink, echoRequest(host, peer)]),
    host.rule('filter', 'FORWARD -j DOCKER-USER').first(),
    ...old.map((rule) => host.rule('filter', `FORWARD ${rule}`).absent()),
    host.rule('filter', 'FORWARD -j DOCKER-FORWARD').last(),
  ],
  sabotage: withGiven({ daemon: engine({ iptables: false }) }), // told to leave the firewall alone
  known: [
    {
      engines: '<28.0.1',
      because: 'these engines have their own rules for each bridge in FORWARD (until moby #49518)',
      instead: ({ web, host, peer }, ping) => [
        answered(ping),
        journey([host.uplink, echoReply(peer, host)], [host.docker0.bridge, echoReply(peer, web)]),
        host.rule('filter', 'FORWARD -j DOCKER-USER').first(),
        ...old.map((rule) => host.rule('filter', `FORWARD ${rule}`).present()),
        host.rule('filter', 'FORWARD -j DOCKER-FORWARD').absent(),
      ],
    },
  ],
  notOnHost: 'it stops the engine and writes into FORWARD',
});
