import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  engine,
  lanHost,
  that,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'upgrade/flush-and-reload',
  title: 'a flushed firewall cuts containers off, and a restart of the engine puts all of its rules back',
  claim: documented(
    'moby',
    'The host’s own firewall (#12294)',
    'The engine does not see that its rules were flushed; when it is restarted it makes them anew.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }), peer: lanHost() },
  when: async ({ web, host, peer }) => {
    const rules = async () => (await host.sh('iptables-save')).split('\n').filter((line) => line.startsWith('-A '));
    const before = { page: await peer.get(host, 8080), rules: await rules() };
    await host.sh('for table in filter nat raw; do iptables -t $table -F; done'); // as `systemctl reload` of many a firewall does
    const flushed = { ping: await web.ping(peer, { timeoutMs: 1000 }), page: await peer.get(host, 8080) };
    await host.restartEngine();
    await web.waitRestarted();
    return {
      before,
      flushed,
      after: { ping: await web.ping(peer), page: await peer.get(host, 8080), rules: await rules() },
    };
  },
  expect: ({ web, host, peer }, { before, flushed, after }) => [
    clientSeenAs(before.page, peer),
    unanswered(flushed.ping),
    host.docker0.bridge.sawTimes(2, echoRequest(web, peer)),
    host.uplink.sawTimes(1, echoRequest(host, peer)), // the second one; FORWARD's policy dropped the first
    clientSeenAs(flushed.page, host.docker0.gateway), // docker-proxy needs no rule
    answered(after.ping),
    host.docker0.bridge.saw(echoReply(peer, web)),
    clientSeenAs(after.page, peer),
    that(
      'every rule is there again, none twice',
      JSON.stringify([...after.rules].sort()) === JSON.stringify([...before.rules].sort()),
      {
        gone: before.rules.filter((rule) => !after.rules.includes(rule)),
        new: after.rules.filter((rule) => !before.rules.includes(rule)),
      },
    ),
  ],
  sabotage: withGiven({ daemon: engine({ iptables: false }) }), // told to leave the firewall alone
  notOnHost: 'it flushes the firewall and restarts the engine',
});
