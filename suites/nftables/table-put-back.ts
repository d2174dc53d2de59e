import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  fromPort,
  lanHost,
  nftables,
  nftablesEngine,
  succeeded,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'nftables/table-put-back',
  title: 'an engine that finds its table deleted when it changes it puts the whole table back',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Docker owns its tables: a change to them is likely to be lost.',
  ),
  given: {
    daemon: nftablesEngine({ 'allow-direct-routing': true }),
    red: bridge(),
    web: container({ serve: 80, publish: ['8080:80'] }),
    redWeb: container({ on: 'red', serve: 80, alsoServe: [81], publish: ['8081:80'] }),
    client: lanHost(),
  },
  when: async ({ red, web, redWeb, host, client }) => {
    await client.routeTo(red.subnet, host.address);
    const state = async (n: number) => ({
      pages: [
        await client.get(host, 8080, { sourcePort: 40000 + n }),
        await client.get(host, 8081, { sourcePort: 41000 + n }),
      ],
      egress: [await web.ping(client), await redWeb.ping(client)],
      shut: await client.get(redWeb, 81, { sourcePort: 42000 + n, timeoutMs: 1000 }),
    });
    const before = await state(0);
    const actions = [await host.createNetwork('yellow')];
    await host.sh('nft delete table ip docker-bridges'); // what the engine makes afterwards stays
    // What it would remove is not there, so the removal fails unless the table is made again.
    actions.push(await host.removeNetwork('yellow'));
    return { actions, states: [before, await state(1)] };
  },
  expect: ({ red, redWeb, host, client }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ pages, egress, shut }, n) => [
      ...pages.map((call) => clientSeenAs(call, client)),
      ...egress.map(answered),
      timedOut(shut),
      red.bridge.saw(fromPort(41000 + n, syn(client, redWeb, 80))),
      host.uplink.saw(fromPort(42000 + n, syn(client, redWeb, 81))),
      red.bridge.neverSaw(fromPort(42000 + n, syn(client, redWeb, 81))),
    ]),
    host.uplink.sawTimes(4, echoRequest(host, client)), // masqueraded
  ],
  sabotage: () =>
    nftables('table ip wrong { chain pre { type nat hook prerouting priority -110; tcp dport 8081 redirect; }; }'),
  needs: { 'userland-proxy': true },
});
