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

const chain = 'chain forward { type filter hook forward priority filter - 1;';

export default conformance({
  id: 'nftables/own-table-survives',
  title: 'a table of your own is not touched when the engine restarts',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Rules of your own go into separate tables. Docker’s are its two tables, which it makes anew.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    allowedClient: lanHost(),
    blockedClient: lanHost(),
  },
  when: async ({ web, host, allowedClient, blockedClient }) => {
    await host.nft(`table ip shop { ${chain} ip saddr ${blockedClient.address} counter drop; }; }`);
    await host.restartEngine();
    await web.waitRestarted();
    const [allowed, denied] = await Promise.all([
      allowedClient.get(host, 8080),
      blockedClient.get(host, 8080, { timeoutMs: 1000 }),
    ]);
    return { allowed, denied };
  },
  expect: ({ web, host, allowedClient, blockedClient }, { allowed, denied }) => [
    answered(allowed),
    journey([host.uplink, syn(allowedClient, host, 8080)], [host.docker0.bridge, syn(allowedClient, web, 80)]),
    timedOut(denied),
    host.uplink.saw(syn(blockedClient, host, 8080)),
    host.docker0.bridge.neverSaw(syn(blockedClient, web, 80)),
    guard(host.rule({ nftables: `shop forward ip saddr ${blockedClient.address} drop` }).matched()),
  ],
  sabotage: () => nftables(`table ip shop { ${chain} accept; }; }`), // ends the chain before the drop
});
