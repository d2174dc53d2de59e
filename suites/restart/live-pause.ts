import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  different,
  documented,
  engine,
  failed,
  lanHost,
  refused,
  same,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/live-pause',
  title: 'with live-restore a container that is paused while the engine restarts keeps its network and its ports',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Containers stay while the engine is unavailable, paused ones too, and the engine manages them again afterwards.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    app: bridge(),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'], aliases: ['shop'], stopSignal: 'SIGKILL' }),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
    late: container({ on: 'app', started: false }),
    client: lanHost(),
  },
  when: async ({ app, web, db, late, host, client }) => {
    const state = async () => ({ links: await web.links(), addresses: await web.addresses() });
    const before = await state();
    const actions = [await web.pause(), await host.restartEngine()];
    const paused = await db.ping('shop');
    actions.push(await web.unpause(), await late.start());
    const pings = [paused, await db.ping('shop'), await late.ping(web.address), await web.ping(late)];
    const calls = [await client.get(host, 8080)];
    const after = await state();
    const used = await host.removeNetwork(app);
    const address = web.address;
    actions.push(await web.stop());
    const stopped = await client.get(host, 8080);
    actions.push(await web.start());
    return { before, after, actions, pings, calls: [...calls, await client.get(host, 8080)], used, stopped, address };
  },
  expect: ({ late, client }, { before, after, actions, pings, calls, used, stopped, address }) => [
    ...actions.map(succeeded),
    ...pings.map(answered),
    same('then its interfaces and addresses are', after, before),
    different('the addresses of web and of a new container', late.address, address),
    failed(used, 'active endpoints'),
    ...calls.map((call) => clientSeenAs(call, client)),
    refused(stopped),
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': false }) }),
});
