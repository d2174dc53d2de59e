import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  notListening,
  refused,
  sameLinks,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/stop-with-engine',
  title: 'an engine that stops takes its containers with it, and does not start them again',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'When the engine terminates, it shuts down running containers, unless live-restore is on.',
  ),
  given: {
    app: bridge(),
    web: container({ serve: 80, publish: ['8080:80'], stopSignal: 'SIGKILL' }),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    const veths = [...(await web.veths()), ...(await db.veths())].map(({ outside }) => outside?.name);
    const without = (await host.links()).filter(({ name }) => !veths.includes(name));
    const before = [await client.get(host, 8080), await host.ping(db)];
    await host.stopEngine();
    const stopped = { page: await client.get(host, 8080), links: await host.waitLinks(without) };
    await host.startEngine();
    const listeners = await host.listeners();
    const started = { page: await client.get(host, 8080), links: await host.links() };
    const again = await web.start();
    return { without, before, stopped, listeners, started, again, after: await client.get(host, 8080) };
  },
  expect: (_, { without, before, stopped, listeners, started, again, after }) => [
    ...before.map(answered),
    ...[stopped.page, started.page].map(refused),
    ...[stopped, started].map(({ links }) => sameLinks('of the containers’ interfaces none is left', without, links)),
    notListening(listeners, { port: 8080 }),
    succeeded(again),
    answered(after),
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': true }) }),
  needs: { 'live-restore': false },
  notOnHost: 'it stops the engine',
});
