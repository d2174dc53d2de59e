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
  `table ip shop { chain forward { type filter hook forward priority filter - 1; policy accept; ${rule}; }; }`;

export default conformance({
  id: 'nftables/own-chain-before-drops',
  title: 'a drop in a base chain of your own that runs before Docker’s closes a published port',
  claim: documented(
    'nftables',
    'Replacing DOCKER-USER with an nftables table',
    'Rules that must run before Docker’s go into a base chain of your own with a lower priority number.',
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
    guard(host.rule({ nftables: 'shop forward tcp dport 80 drop' }).matched()),
    host.nftChain('shop', 'forward').precedes(host.nftChain('docker-bridges', 'filter-FORWARD')),
  ],
  sabotage: () => nftables(chain('accept')), // ends the chain before the drop
});
