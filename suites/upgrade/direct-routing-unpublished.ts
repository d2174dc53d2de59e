import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  nftables,
  perBackend,
  shell,
  syn,
  timedOut,
  type Container,
} from 'docknet';

const drop = (web: Container) => `PREROUTING -d ${web.address} ! -i docker0 -j DROP`;

export default conformance({
  id: 'upgrade/direct-routing-unpublished',
  title: 'a LAN host that routes to the bridge’s subnet does not reach an unpublished port under any FORWARD policy',
  claim: documented(
    'moby',
    'Reached past publishing (28.0 release notes, #48724)',
    'An unpublished port is closed to the outside even if FORWARD’s policy is ACCEPT.',
  ),
  given: { web: container({ serve: 80 }), client: lanHost() },
  when: async ({ web, host, client }) => {
    await client.routeTo(host.docker0.subnet, host.address);
    const [fromHost, dropping] = await Promise.all([host.get(web, 80), client.get(web, 80, { timeoutMs: 1000 })]);
    await host.script('iptables -P FORWARD ACCEPT');
    return { fromHost, dropping, accepting: await client.get(web, 80, { timeoutMs: 1000 }) };
  },
  expect: ({ web, host, client }, { fromHost, dropping, accepting }) => [
    answered(fromHost), // web serves
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
    timedOut(dropping),
    timedOut(accepting),
    host.uplink.saw(syn(client, web, 80)),
    host.docker0.bridge.neverSaw(syn(client, web, 80)),
    // Last of the bridge's rules in 28.0, per container in raw from 28.2 (moby #49829).
    host
      .ruleByEngine({
        '<28.2.0': ['filter', 'DOCKER ! -i docker0 -o docker0 -j DROP'],
        '>=28.2.0': {
          iptables: `raw ${drop(web)}`,
          nftables: `docker-bridges raw-PREROUTING ip daddr ${web.address} iifname != docker0 drop`,
        },
      })
      .matched(),
  ],
  // Removes the DROP where the engine has one and adds it where it has none.
  sabotage: ({ web }) =>
    perBackend({
      iptables: shell(
        `if iptables -t raw -D ${drop(web)} || iptables -C DOCKER ! -i docker0 -o docker0 -j DROP; ` +
          `then iptables -I DOCKER-USER -o docker0 -j ACCEPT; ` +
          `else iptables -t raw -A ${drop(web)}; fi`,
      ),
      nftables: nftables('delete table ip docker-bridges'),
    }),
  known: [
    {
      engines: '<28.0.0',
      because:
        'only FORWARD’s DROP policy keeps LAN hosts out, and an engine that finds forwarding on does not set that ' +
        'policy (until moby #48724)',
      instead: ({ web, host, client }, { fromHost, dropping, accepting }) => [
        answered(fromHost),
        timedOut(dropping),
        clientSeenAs(accepting, client),
        journey([host.uplink, syn(client, web, 80)], [host.docker0.bridge, syn(client, web, 80)]),
        host.docker0.bridge.sawTimes(1, syn(client, web, 80)),
      ],
    },
  ],
  notOnHost: 'it changes FORWARD’s policy',
});
