import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  guard,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'nftables/mark-direct-routing',
  title: 'a packet that bears the mark of bridge-accept-fwmark reaches a container at its own address',
  claim: documented(
    'nftables',
    'Migrating ACCEPT rules',
    'Docker does not drop a packet that bears the mark of the setting bridge-accept-fwmark before Docker’s rules run.',
  ),
  given: {
    daemon: nftablesEngine({ 'bridge-accept-fwmark': '0x1/0x3' }),
    db: container({ serve: 80 }),
    client: lanHost(),
  },
  when: async ({ db, host, client }) => {
    await client.routeTo(host.docker0.subnet, host.address);
    await host.nft(`table ip shop {
      chain prerouting { type filter hook prerouting priority raw - 1; tcp dport 80 counter meta mark set 1; }
    }`);
    return { fromHost: await host.get(db, 80), direct: await client.get(db, 80, { timeoutMs: 1000 }) };
  },
  expect: ({ db, host, client }, { fromHost, direct }) => [
    answered(fromHost),
    clientSeenAs(direct, client),
    journey([host.uplink, syn(client, db, 80)], [host.docker0.bridge, syn(client, db, 80)]),
  ],
  known: [
    {
      engines: '*',
      because: 'Docker’s chain raw-PREROUTING drops packets to a container’s own address, whatever their mark',
      instead: ({ db, host, client }, { fromHost, direct }) => [
        answered(fromHost),
        host.docker0.bridge.saw(syn(host.docker0.gateway, db, 80)),
        timedOut(direct),
        host.uplink.saw(syn(client, db, 80)),
        host.docker0.bridge.neverSaw(syn(client, db, 80)),
        guard(host.rule({ nftables: 'shop prerouting tcp dport 80 meta mark set 0x1' }).matched()),
        host
          .rule({ nftables: `docker-bridges raw-PREROUTING ip daddr ${db.address} iifname != docker0 drop` })
          .matched(),
      ],
    },
  ],
  sabotage: () => nftables('flush chain ip docker-bridges raw-PREROUTING'),
  needs: { 'allow-direct-routing': false },
});
