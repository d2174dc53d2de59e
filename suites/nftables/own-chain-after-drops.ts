import {
  answered,
  anything,
  conformance,
  container,
  documented,
  fromPort,
  guard,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
  syn,
  timedOut,
} from 'docknet';

const chain = (rule: string) =>
  `table ip shop { chain forward { type filter hook forward priority filter + 1; policy accept; ${rule}; }; }`;

export default conformance({
  id: 'nftables/own-chain-after-drops',
  title: 'a drop in a base chain that runs after Docker’s stops what Docker accepted',
  claim: documented(
    'nftables',
    'Migrating ACCEPT rules',
    'An accept ends its own base chain only: base chains that run later still see the packet, and may drop it.',
  ),
  given: { daemon: nftablesEngine(), web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => {
    const before = await client.get(host, 8080, { sourcePort: 40001 });
    await host.nft(chain('tcp dport 80 counter drop'));
    return { before, after: await client.get(host, 8080, { sourcePort: 40002, timeoutMs: 1000 }) };
  },
  expect: ({ web, host, client }, { before, after }) => [
    answered(before),
    journey(
      [host.uplink, fromPort(40001, syn(client, host, 8080))],
      [host.docker0.bridge, fromPort(40001, syn(client, web, 80))],
    ),
    timedOut(after),
    host.uplink.saw(fromPort(40002, syn(client, host, 8080))),
    host.docker0.bridge.neverSaw(fromPort(40002, anything({ to: web }))),
    guard(host.rule({ nftables: 'shop forward tcp dport 80 drop' }).matched()), // Docker’s chain let it pass
    host.nftChain('docker-bridges', 'filter-FORWARD').precedes(host.nftChain('shop', 'forward')),
  ],
  sabotage: () => nftables(chain('accept')), // ends the chain before the drop
});
