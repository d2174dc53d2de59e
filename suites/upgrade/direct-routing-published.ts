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

const own = (web: Container) => `PREROUTING -d ${web.address} ! -i docker0`;

export default conformance({
  id: 'upgrade/direct-routing-published',
  title: 'a LAN host that routes to the bridge’s subnet does not reach a published port at the container’s own address',
  claim: documented(
    'moby',
    'Reached past publishing (28.0 release notes, #49325)',
    'A published port is open at the host’s addresses only. Packets from the LAN to the container’s own address ' +
      'are dropped.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ web, host, client }) => {
    await client.routeTo(host.docker0.subnet, host.address);
    return { published: await client.get(host, 8080), direct: await client.get(web, 80, { timeoutMs: 1000 }) };
  },
  expect: ({ web, host, client }, { published, direct }) => [
    answered(published),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    timedOut(direct),
    host.uplink.saw(syn(client, web, 80)),
    host.docker0.bridge.sawTimes(1, syn(client, web, 80)), // the published call
    // One rule per published port in 28.0, per container from 28.2 (moby #49829).
    host
      .ruleByEngine({
        '<28.2.0': ['raw', `${own(web)} -p tcp --dport 80 -j DROP`],
        '>=28.2.0': {
          iptables: `raw ${own(web)} -j DROP`,
          nftables: `docker-bridges raw-PREROUTING ip daddr ${web.address} iifname != docker0 drop`,
        },
      })
      .matched(),
  ],
  // Removes the DROP where the engine has one and adds it where it has none.
  sabotage: ({ web }) =>
    perBackend({
      iptables: shell(
        `iptables -t raw -D ${own(web)} -j DROP || iptables -t raw -D ${own(web)} -p tcp --dport 80 -j DROP || ` +
          `iptables -t raw -A ${own(web)} -j DROP`,
      ),
      nftables: nftables('delete table ip docker-bridges'),
    }),
  known: [
    {
      engines: '<28.0.0',
      because:
        'the rule that accepts a published port matches the container’s own address, translated or not: a host ' +
        'that routes to the bridge’s subnet gets in (until moby #49325)',
      instead: ({ web, host, client }, { published, direct }) => [
        answered(published),
        clientSeenAs(direct, client),
        host.uplink.saw(syn(client, web, 80)),
        host.docker0.bridge.sawTimes(2, syn(client, web, 80)), // the published and the direct call
        host
          .rule('filter', `DOCKER -d ${web.address} ! -i docker0 -o docker0 -p tcp --dport 80 -j ACCEPT`)
          .countedPackets(2),
      ],
    },
  ],
  notOnHost: 'the machine’s own rules and FORWARD policy apply too',
});
