import {
  answered,
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
  id: 'nftables/accept-not-final',
  title: 'an accept in a base chain that runs before Docker’s does not open an unpublished port',
  claim: documented(
    'nftables',
    'Migrating ACCEPT rules',
    'An accept before Docker’s chain does not override its drop rules as one in DOCKER-USER did: Docker’s chain ' +
      'still sees the packet.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80'] }),
    db: container({ serve: 80 }),
    client: lanHost(),
  },
  when: async ({ db, host, client }) => {
    // Leads a port of the host to db, which publishes none.
    await host.nft(`table ip shop {
      chain prerouting { type nat hook prerouting priority dstnat; tcp dport 9000 dnat to ${db.address}:80; }
      chain forward { type filter hook forward priority filter - 1; ip daddr ${db.address} counter accept; }
    }`);
    return { published: await client.get(host, 8080), unpublished: await client.get(host, 9000, { timeoutMs: 1000 }) };
  },
  expect: ({ web, db, host, client }, { published, unpublished }) => [
    answered(published),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    timedOut(unpublished),
    host.uplink.saw(syn(client, host, 9000)),
    host.docker0.bridge.neverSaw(syn(client, db, 80)),
    guard(host.rule({ nftables: `shop forward ip daddr ${db.address} accept` }).matched()),
    host.rule({ nftables: 'docker-bridges filter-forward-in__docker0 drop' }).matched(),
  ],
  // The chain accepts before its drop.
  sabotage: () => nftables('insert rule ip docker-bridges filter-forward-in__docker0 accept'),
});
