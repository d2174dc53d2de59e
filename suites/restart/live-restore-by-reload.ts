import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  iptables,
  journey,
  lanHost,
  refused,
  resolved,
  same,
  succeeded,
  syn,
} from 'docknet';

export default conformance({
  id: 'restart/live-restore-by-reload',
  title: 'live-restore is in force, and no longer, from a reload on: containers outlive the engine or end with it',
  claim: documented(
    'live-restore-page',
    'Enable live restore',
    'A reload of the engine’s configuration is enough to enable live-restore.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'], aliases: ['shop'], stopSignal: 'SIGKILL' }),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    const { pid, address } = web;
    const on = { 'live-restore': true };
    const actions = [await host.reloadEngine(on), await host.stopEngine()];
    const down = { page: await client.get(host, 8080, { sourcePort: 40000 }), ping: await db.ping(address) };
    actions.push(await host.startEngine(on));
    const up = { page: await client.get(host, 8080, { sourcePort: 40001 }), name: await db.lookup('shop') };
    const pids = [pid, web.pid];
    actions.push(await host.reloadEngine({ 'live-restore': false }), await host.stopEngine());
    const off = await client.get(host, 8080);
    actions.push(await host.startEngine(), await web.start());
    return { address, pids, actions, down, up, off };
  },
  expect: ({ app, host, client }, { address, pids, actions, down, up, off }) => [
    ...actions.map(succeeded),
    answered(down.ping),
    ...[down.page, up.page].map((page) => clientSeenAs(page, client)),
    ...[40000, 40001].map((port) =>
      journey(
        [host.uplink, fromPort(port, syn(client, host, 8080))],
        [app.bridge, fromPort(port, syn(client, address, 80))],
      ),
    ),
    resolved(up.name, address),
    same('web’s first process is', pids[1], pids[0]),
    refused(off),
  ],
  // Leads calls to docker-proxy, which ends with the engine.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j REDIRECT'),
  needs: { 'live-restore': false },
  notOnHost: 'it stops the engine',
});
