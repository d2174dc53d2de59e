import {
  anything,
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

const chain = (rule: string) =>
  `table ip shop { chain forward { type filter hook forward priority filter; ${rule}; }; }`;

export default conformance({
  id: 'nftables/restrict-to-source',
  title: 'a table that drops what enters by the uplink from all but one address leaves a published port to that one',
  claim: documented(
    'nftables',
    'Example: restricting external connections to containers',
    'A forward chain at priority filter that drops by incoming interface and source address restricts who reaches ' +
      'published ports.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80'] }),
    allowedClient: lanHost(),
    blockedClient: lanHost(),
  },
  when: async ({ host, allowedClient, blockedClient }) => {
    await host.nft(chain(`iifname ${host.uplink.name} ip saddr != ${allowedClient.address} counter drop`));
    const [allowed, denied] = await Promise.all([
      allowedClient.get(host, 8080),
      blockedClient.get(host, 8080, { timeoutMs: 1000 }),
    ]);
    return { allowed, denied };
  },
  expect: ({ web, host, allowedClient, blockedClient }, { allowed, denied }) => [
    clientSeenAs(allowed, allowedClient),
    journey([host.uplink, syn(allowedClient, host, 8080)], [host.docker0.bridge, syn(allowedClient, web, 80)]),
    timedOut(denied),
    host.uplink.saw(syn(blockedClient, host, 8080)),
    host.docker0.bridge.neverSaw(anything({ from: blockedClient })),
    guard(
      host
        .rule({ nftables: `shop forward iifname ${host.uplink.name} ip saddr != ${allowedClient.address} drop` })
        .matched(),
    ),
  ],
  sabotage: () => nftables(chain('accept')), // ends the chain before the drop
});
