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
  sameRules,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'upgrade/flush-and-reload',
  title: 'flushing the firewall cuts containers off, and restarting the engine restores every rule',
  claim: documented(
    'moby',
    'The host’s own firewall (#12294)',
    'The engine does not notice that its rules were flushed. It creates them again when it restarts.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }), client: lanHost() },
  when: async ({ web, host, client }) => {
    const before = { page: await client.get(host, 8080), rules: await host.rules() };
    await host.flushRules(['filter', 'nat', 'raw']); // as reloading many firewalls does
    const flushed = { ping: await web.ping(client, { timeoutMs: 1000 }), page: await client.get(host, 8080) };
    await host.restartEngine();
    await web.waitRestarted();
    return {
      before,
      flushed,
      after: { ping: await web.ping(client), page: await client.get(host, 8080), rules: await host.rules() },
    };
  },
  expect: ({ web, host, client }, { before, flushed, after }) => [
    clientSeenAs(before.page, client),
    unanswered(flushed.ping),
    host.docker0.bridge.sawTimes(2, echoRequest(web, client)),
    host.uplink.sawTimes(1, echoRequest(host, client)), // the second; FORWARD's policy dropped the first
    clientSeenAs(flushed.page, host.docker0.gateway), // docker-proxy needs no rule
    answered(after.ping),
    host.docker0.bridge.saw(echoReply(client, web)),
    clientSeenAs(after.page, client),
    sameRules('after the restart every rule is back, none twice', before.rules, after.rules),
  ],
  known: [
    {
      engines: '>=29.0.0',
      firewallBackend: 'nftables',
      because: 'the rules are in nftables tables of the engine’s own, which flushing iptables does not touch',
      instead: ({ web, host, client }, { before, flushed, after }) => [
        clientSeenAs(before.page, client),
        answered(flushed.ping),
        clientSeenAs(flushed.page, client),
        host.uplink.sawTimes(2, echoRequest(host, client)),
        answered(after.ping),
        host.docker0.bridge.sawTimes(2, echoReply(client, web)),
        clientSeenAs(after.page, client),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({ iptables: false }) }), // the engine leaves the firewall alone
  needs: { 'userland-proxy': true, 'ip-masq': true },
  notOnHost: 'it flushes the firewall and restarts the engine',
});
