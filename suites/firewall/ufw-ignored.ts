import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  succeeded,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'firewall/ufw-ignored',
  title: 'ufw with deny incoming closes the host’s own ports and no published one, after a restart of the engine too',
  claim: documented(
    'fw',
    'Docker and ufw',
    'Traffic to published ports is diverted before it reaches the chains that ufw uses, so ufw does not block it.',
  ),
  given: {
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    agent: container({ on: 'host', serve: 8090, alsoServe: [8091], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ web, agent, host, client }) => {
    const before = await client.get(host, 8090);
    await host.enableUfw({ allow: [8091] });
    const published = await client.get(host, 8080, { sourcePort: 40000, timeoutMs: 5000 });
    const own = await client.get(host, 8090, { timeoutMs: 1000 });
    const inside = await host.get(web, 80);
    const restarted = await host.restartEngine();
    await Promise.all([web.waitRestarted(), agent.waitRestarted()]);
    const again = await client.get(host, 8080, { sourcePort: 40001, timeoutMs: 5000 });
    const [ownAgain, allowed] = [await client.get(host, 8090, { timeoutMs: 1000 }), await client.get(host, 8091)];
    return { before, published, own, inside, restarted, again, ownAgain, allowed };
  },
  expect: ({ web, host, client }, { before, published, own, inside, restarted, again, ownAgain, allowed }) => [
    answered(before),
    succeeded(restarted),
    clientSeenAs(published, client),
    clientSeenAs(again, client),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    host.docker0.bridge.sawTimes(2, syn(client, web, 80)),
    answered(inside),
    timedOut(own),
    timedOut(ownAgain),
    host.uplink.saw(syn(client, host, 8090)),
    answered(allowed),
  ],
  known: [
    {
      engines: '>=29.0.0',
      firewallBackend: 'nftables',
      because:
        'what Docker’s nftables rules accept goes on to iptables’ FORWARD, whose policy is DROP under ufw: published ' +
        'ports are closed',
      instead: ({ web, host, client }, { before, published, own, inside, restarted, again, ownAgain, allowed }) => [
        answered(before),
        succeeded(restarted),
        timedOut(published),
        timedOut(again),
        host.uplink.saw(syn(client, host, 8080)),
        answered(inside),
        host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
        host.docker0.bridge.neverSaw(syn(client, web, 80)),
        timedOut(own),
        timedOut(ownAgain),
        answered(allowed),
      ],
    },
  ],
  sabotage: () => iptables('-I INPUT -p tcp -j ACCEPT'),
  notOnHost: 'it replaces the policies of INPUT and FORWARD',
});
