import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  resolved,
  same,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/live-names',
  title: 'with live-restore names do not resolve while the engine is down, and do again once it is back',
  claim: documented(
    'dns-page',
    'When the embedded DNS server is used',
    'The embedded DNS server runs in the engine, so containers that outlive it resolve nothing until it is back.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    app: bridge(),
    web: container({ on: 'app', stopSignal: 'SIGKILL' }),
    db: container({ on: 'app', aliases: ['store'], stopSignal: 'SIGKILL' }),
    late: container({ on: 'app', started: false }),
  },
  when: async ({ web, db, late, host }) => {
    const { pid } = web;
    const look = async (timeoutMs?: number) => ({
      names: await Promise.all(
        [db.name, 'store'].map((name) => web.lookup(name, timeoutMs === undefined ? {} : { timeoutMs })),
      ),
      ping: await web.ping(db),
    });
    const before = await look();
    await host.stopEngine();
    const down = await look(1000);
    await host.startEngine();
    const restarted = await look();
    await host.killEngine();
    await host.startEngine();
    const after = [restarted, await look()];
    const outside = await web.lookup('shop.example');
    await late.start();
    return { pid, before, down, after, outside, both: [await web.lookup(late.name), await late.lookup('store')] };
  },
  expect: ({ web, db, late }, { pid, before, down, after, outside, both }) => [
    ...[before, ...after].flatMap(({ names }) => names.map((name) => resolved(name, db))),
    ...down.names.map(unresolved),
    ...[before, down, ...after].map(({ ping }) => answered(ping)),
    resolved(outside, '198.51.100.77'),
    same('web’s process is', web.pid, pid),
    ...both.map((name, n) => resolved(name, n === 0 ? late : db)), // old and new containers find each other
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': false }) }),
  needs: { dns: null },
});
