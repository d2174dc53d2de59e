import {
  answered,
  conformance,
  container,
  documented,
  fromPort,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'nftables/changes-lost',
  title: 'a rule put into Docker’s table applies until the engine restarts, and is then gone',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Changes to Docker’s tables are likely to be lost: Docker expects to own them.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    await host.nft('insert rule ip docker-bridges filter-FORWARD tcp dport 80 counter drop');
    const before = await client.get(host, 8080, { sourcePort: 40001, timeoutMs: 1000 });
    await host.restartEngine();
    await web.waitRestarted();
    return { before, after: await client.get(host, 8080, { sourcePort: 40002 }) };
  },
  expect: ({ web, host, client }, { before, after }) => [
    timedOut(before),
    host.uplink.saw(fromPort(40001, syn(client, host, 8080))),
    host.docker0.bridge.neverSaw(fromPort(40001, syn(client, web, 80))),
    answered(after),
    journey(
      [host.uplink, fromPort(40002, syn(client, host, 8080))],
      [host.docker0.bridge, fromPort(40002, syn(client, web, 80))],
    ),
    host.rule({ nftables: 'docker-bridges filter-FORWARD tcp dport 80 drop' }).absent(),
  ],
  // A rule outside Docker's tables.
  sabotage: () =>
    nftables('table ip shop { chain f { type filter hook forward priority filter - 1; tcp dport 80 drop; }; }'),
});
