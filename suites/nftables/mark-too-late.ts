import {
  answered,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'nftables/mark-too-late',
  title: 'a mark that a chain after Docker’s would set does not open an unpublished port',
  claim: documented(
    'nftables',
    'Migrating ACCEPT rules',
    'The mark must be set before Docker’s rules run; in a forward chain, at priority filter - 1 or before.',
  ),
  given: {
    daemon: nftablesEngine({ 'bridge-accept-fwmark': '0x1/0x3' }),
    db: container({ serve: 80 }),
    client: lanHost(),
  },
  when: async ({ db, host, client }) => {
    // Leads two ports of the host to db, which publishes none. The chain late is one of those after Docker's.
    await host.nft(`table ip shop {
      chain prerouting { type nat hook prerouting priority dstnat; tcp dport { 9000, 9001 } dnat to ${db.address}:80; }
      chain early {
        type filter hook forward priority filter - 1;
        tcp dport 80 ct original proto-dst 9001 meta mark set 1;
      }
      chain late { type filter hook forward priority filter + 1; tcp dport 80 meta mark set 1; }
    }`);
    return { early: await client.get(host, 9001), late: await client.get(host, 9000, { timeoutMs: 1000 }) };
  },
  expect: ({ db, host, client }, { early, late }) => [
    answered(early),
    journey([host.uplink, syn(client, host, 9001)], [host.docker0.bridge, syn(client, db, 80)]),
    timedOut(late),
    host.uplink.saw(syn(client, host, 9000)),
    host.docker0.bridge.sawTimes(1, syn(client, db, 80)), // the one marked early
    host.nftChain('docker-bridges', 'filter-FORWARD').precedes(host.nftChain('shop', 'late')),
  ],
  // Marks everything early.
  sabotage: () =>
    nftables('table ip early { chain f { type filter hook forward priority filter - 1; meta mark set 1; }; }'),
});
