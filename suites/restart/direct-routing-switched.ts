import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  fromPort,
  journey,
  lanHost,
  succeeded,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const server = (port: number, started: boolean) =>
  container({ on: 'app', serve: 80, alsoServe: [81], publish: [`${port}:80`], started, stopSignal: 'SIGKILL' });

export default conformance({
  id: 'restart/direct-routing-switched',
  title: 'an engine that is back with the other allow-direct-routing opens and shuts ports of containers that kept on',
  claim: documented(
    'ports',
    'Direct routing',
    'The setting allow-direct-routing decides whether remote hosts reach published ports at containers’ own addresses.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: server(8080, true),
    late: server(8081, false),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ app, web, late, host, client }) => {
    await client.routeTo(app.subnet, host.address);
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    const call = (to: typeof web, sourcePort: number) => {
      const options = { sourcePort, timeoutMs: 1000 };
      return Promise.all([client.get(to, 80, options), client.get(to.ipv6, 80, options)]);
    };
    const shut = await call(web, 40000);
    const actions = [await host.restartEngine({ 'allow-direct-routing': true }), await late.start()];
    const open = [await call(web, 40001), await call(late, 40001)];
    const unpublished = await client.get(web, 81, { timeoutMs: 1000 });
    actions.push(await host.restartEngine());
    const again = [await call(web, 40002), await call(late, 40002)];
    return { actions, shut: [shut, ...again], open, unpublished, page: await client.get(host, 8081) };
  },
  expect: ({ app, web, late, host, client }, { actions, shut, open, unpublished, page }) => [
    ...actions.map(succeeded),
    ...shut.flat().map(timedOut),
    ...open.flatMap(([ipv4, ipv6]) => [clientSeenAs(ipv4, client), clientSeenAs(ipv6, client.ipv6)]),
    ...[web, late].flatMap((to) => [
      journey([host.uplink, fromPort(40001, syn(client, to, 80))], [app.bridge, fromPort(40001, syn(client, to, 80))]),
      host.uplink.saw(fromPort(40002, syn(client, to, 80))),
      host.uplink.saw(fromPort(40002, syn(client.ipv6, to.ipv6, 80))),
    ]),
    ...[40000, 40002].flatMap((port) => [
      app.bridge.neverSaw(fromPort(port, anything({ from: client }))),
      app.bridge.neverSaw(fromPort(port, anything({ from: client.ipv6 }))),
    ]),
    timedOut(unpublished),
    app.bridge.neverSaw(syn(client, web, 81)),
    clientSeenAs(page, client), // late serves on, at the host's address
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': true, 'allow-direct-routing': true }) }),
  appliesTo: { engines: '>=28.2.0', because: 'the setting came with engine 28.2' },
  notOnHost: 'it restarts the engine',
});
