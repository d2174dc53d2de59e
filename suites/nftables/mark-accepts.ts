import {
  answered,
  clientSeenAs,
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

const chain = 'chain forward { type filter hook forward priority filter - 1;';

export default conformance({
  id: 'nftables/mark-accepts',
  title: 'a packet marked as bridge-accept-fwmark says, before Docker’s chain, reaches an unpublished port',
  claim: documented(
    'nftables',
    'Migrating ACCEPT rules',
    'To override Docker’s drop rules, a rule at priority filter - 1 or before gives the packet the mark of the ' +
      'setting bridge-accept-fwmark.',
  ),
  given: {
    daemon: nftablesEngine({ 'bridge-accept-fwmark': '0x1/0x3' }),
    db: container({ serve: 80 }),
    client: lanHost(),
  },
  when: async ({ db, host, client }) => {
    // Leads two ports of the host to db, which publishes none, and marks what comes by one of them.
    await host.nft(`table ip shop {
      chain prerouting { type nat hook prerouting priority dstnat; tcp dport { 9000, 9001 } dnat to ${db.address}:80; }
      ${chain} tcp dport 80 ct original proto-dst 9001 counter meta mark set 1; }
    }`);
    return { marked: await client.get(host, 9001), unmarked: await client.get(host, 9000, { timeoutMs: 1000 }) };
  },
  expect: ({ db, host, client }, { marked, unmarked }) => [
    answered(marked),
    clientSeenAs(marked, client),
    journey([host.uplink, syn(client, host, 9001)], [host.docker0.bridge, syn(client, db, 80)]),
    timedOut(unmarked),
    host.uplink.saw(syn(client, host, 9000)),
    host.docker0.bridge.sawTimes(1, syn(client, db, 80)), // the marked one
    host.rule({ nftables: 'docker-bridges filter-forward-in__docker0 meta mark & 0x3 == 0x1 accept' }).matched(),
    host.rule({ nftables: 'docker-bridges filter-forward-in__docker0 drop' }).matched(),
  ],
  sabotage: () => nftables(`table ip shop { ${chain} accept; }; }`), // ends the chain before the mark
});
