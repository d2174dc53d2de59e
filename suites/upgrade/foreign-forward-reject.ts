import {
  answered,
  anything,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  guard,
  iptables,
  journey,
  lanHost,
  perBackend,
  syn,
  unanswered,
} from 'docknet';

const reject = 'FORWARD -j REJECT --reject-with icmp-host-prohibited';

export default conformance({
  id: 'upgrade/foreign-forward-reject',
  title: 'a REJECT rule that is in FORWARD before the engine starts does not cut containers off',
  claim: documented(
    'moby',
    'The host’s own firewall (#49511)',
    'The engine puts its rules before all others in FORWARD, so a firewall’s final REJECT applies to other ' +
      'traffic only.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ web, host, client }) => {
    await web.remove();
    await host.stopEngine();
    await host.script('iptables -F FORWARD'); // as after a boot: the firewall's own rules come first
    await host.iptables(`-A ${reject}`);
    await host.startEngine();
    await web.start();
    return {
      ping: await web.ping(client, { timeoutMs: 3000 }),
      page: await client.get(host, 8080, { timeoutMs: 3000 }),
    };
  },
  expect: ({ web, host, client }, { ping, page }) => [
    answered(ping),
    journey([host.docker0.bridge, echoRequest(web, client)], [host.uplink, echoRequest(host, client)]),
    journey([host.uplink, echoReply(client, host)], [host.docker0.bridge, echoReply(client, web)]),
    clientSeenAs(page, client),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    guard(host.rule('filter', reject).last()),
    guard(host.rule('filter', reject).countedPackets(0)),
  ],
  known: [
    {
      engines: '>=29.0.0',
      firewallBackend: 'nftables',
      because: 'the engine accepts in tables of its own, which does not end a packet’s way through iptables’ FORWARD',
      instead: ({ web, host, client }, { ping, page }) => [
        unanswered(ping),
        host.docker0.bridge.saw(echoRequest(web, client)),
        host.docker0.bridge.saw(anything({ protocol: 'icmp', from: host.docker0.gateway, to: web })), // the rejection
        unanswered(page),
        host.uplink.saw(syn(client, host, 8080)),
        guard(host.rule('filter', reject).matched()),
      ],
    },
  ],
  sabotage: () =>
    perBackend({
      iptables: iptables('-I DOCKER-USER -j REJECT'), // comes before the engine's rules
      nftables: iptables('-I OUTPUT -p icmp -j DROP'), // the rejections
    }),
  needs: { icc: true, 'ip-masq': true },
  notOnHost: 'it stops the engine and empties FORWARD',
});
