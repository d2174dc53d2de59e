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

/** The rules of engines before 28 in FORWARD for docker0, after the jump to DOCKER-USER. */
const old = [
  '-o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
  '-o docker0 -j DOCKER',
  '-i docker0 ! -o docker0 -j ACCEPT',
  '-i docker0 -o docker0 -j ACCEPT',
];

export default conformance({
  id: 'upgrade/pre-28-rules-left-behind',
  title: 'a starting engine removes the FORWARD rules of an engine before 28',
  about: 'rules',
  claim: documented(
    'moby',
    'The host’s own firewall (#49518)',
    'A newer engine removes what an older one left in FORWARD when it starts; those rules would come before its own.',
  ),
  given: { web: container(), server: lanHost() },
  when: async ({ web, host, server }) => {
    await web.remove();
    await host.stopEngine();
    // An old engine has these rules itself.
    await host.script(old.map((rule) => `iptables -C FORWARD ${rule} || iptables -A FORWARD ${rule}`).join('; '));
    await host.startEngine();
    await web.start();
    return web.ping(server);
  },
  expect: ({ web, host, server }, ping) => [
    answered(ping),
    journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
    host.rule('filter', 'FORWARD -j DOCKER-USER').first(),
    ...old.map((rule) => host.rule('filter', `FORWARD ${rule}`).absent()),
    host.rule('filter', 'FORWARD -j DOCKER-FORWARD').last(),
  ],
  sabotage: withGiven({ daemon: engine({ iptables: false }) }), // the engine leaves the firewall alone
  known: [
    {
      engines: '<28.0.1',
      because: 'these engines keep their own rules for each bridge in FORWARD (until moby #49518)',
      instead: ({ web, host, server }, ping) => [
        answered(ping),
        journey([host.uplink, echoReply(server, host)], [host.docker0.bridge, echoReply(server, web)]),
        host.rule('filter', 'FORWARD -j DOCKER-USER').first(),
        ...old.map((rule) => host.rule('filter', `FORWARD ${rule}`).present()),
        host.rule('filter', 'FORWARD -j DOCKER-FORWARD').absent(),
      ],
    },
  ],
  needs: { icc: true, 'ip-masq': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no rules in FORWARD' },
  notOnHost: 'it stops the engine and writes into FORWARD',
});
