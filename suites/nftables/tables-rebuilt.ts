import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  lanHost,
  nftables,
  nftablesEngine,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'nftables/tables-rebuilt',
  title: 'without Docker’s table containers are cut off; the engine makes it again when it starts',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Docker owns its tables. The engine makes them anew when it starts.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    const before = await client.get(host, 8080);
    await host.nft('delete table ip docker-bridges');
    const deleted = { ping: await web.ping(client, { timeoutMs: 1000 }), page: await client.get(host, 8080) };
    await host.restartEngine();
    await web.waitRestarted();
    return { before, deleted, after: { ping: await web.ping(client), page: await client.get(host, 8080) } };
  },
  expect: ({ web, host, client }, { before, deleted, after }) => [
    clientSeenAs(before, client),
    unanswered(deleted.ping),
    host.uplink.sawTimes(1, echoRequest(web, client)), // not masqueraded
    clientSeenAs(deleted.page, host.docker0.gateway), // docker-proxy needs no rule
    answered(after.ping),
    host.uplink.sawTimes(1, echoRequest(host, client)),
    clientSeenAs(after.page, client),
  ],
  // A rule that is not Docker's masquerades.
  sabotage: () =>
    nftables(
      'table ip early { chain post { type nat hook postrouting priority srcnat - 1; oifname uplink masquerade; }; }',
    ),
  needs: { 'userland-proxy': true, 'ip-masq': true },
});
