import {
  answered,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  nftablesEngine,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'nftables/mark-mask',
  title: 'with a mask in bridge-accept-fwmark only the bits of the mask count',
  claim: documented(
    'nftables',
    'Migrating ACCEPT rules',
    'bridge-accept-fwmark takes a mask, as in 0x1/0x3, to match some bits of a packet’s mark.',
  ),
  given: {
    daemon: nftablesEngine({ 'bridge-accept-fwmark': '0x1/0x3' }),
    db: container({ serve: 80 }),
    client: lanHost(),
  },
  when: async ({ db, host, client }) => {
    // Leads two ports of the host to db, which publishes none, with marks that differ in the bits of the mask.
    await host.nft(`table ip shop {
      chain prerouting { type nat hook prerouting priority dstnat; tcp dport { 9002, 9005 } dnat to ${db.address}:80; }
      chain forward {
        type filter hook forward priority filter - 1;
        tcp dport 80 ct original proto-dst 9005 meta mark set 0x5;
        tcp dport 80 ct original proto-dst 9002 meta mark set 0x2;
      }
    }`);
    return { same: await client.get(host, 9005), other: await client.get(host, 9002, { timeoutMs: 1000 }) };
  },
  expect: ({ db, host, client }, { same, other }) => [
    answered(same),
    journey([host.uplink, syn(client, host, 9005)], [host.docker0.bridge, syn(client, db, 80)]),
    timedOut(other),
    host.uplink.saw(syn(client, host, 9002)),
    host.docker0.bridge.sawTimes(1, syn(client, db, 80)), // with mark 5
  ],
  // No mask: 5 is not 1.
  sabotage: withGiven({ daemon: nftablesEngine({ 'bridge-accept-fwmark': '0x1' }) }),
});
