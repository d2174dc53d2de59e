import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  responded,
  succeeded,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/live-links',
  title: 'with live-restore a link’s alias still resolves for the linking container, and for no other',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Containers keep running while the engine is unavailable, and the engine manages them again when it is back.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    resolver: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
    app: bridge(),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
    web: container({ on: 'app', links: ['db:store', 'db:stock'], stopSignal: 'SIGKILL' }),
    stranger: container({ on: 'app', stopSignal: 'SIGKILL' }),
  },
  when: async ({ web, db, stranger, host }) => {
    const look = async () => ({
      linked: [await web.query('store'), await web.query('stock')],
      other: await stranger.lookup('store'),
      ping: await web.ping(db.name),
    });
    const before = await look();
    const restarted = await host.restartEngine();
    return { restarted, looks: [before, await look()] as const };
  },
  expect: ({ db }, { restarted, looks }) => [
    succeeded(restarted),
    ...looks.flatMap(({ linked, other, ping }) => [
      ...linked.map((answer) => responded(answer, 'NOERROR', db)),
      unresolved(other),
      answered(ping),
    ]),
  ],
  known: [
    {
      engines: '*',
      because: 'the engine does not store the aliases of links with the endpoint, so a restart loses them',
      instead: ({ db }, { restarted, looks: [before, after] }) => [
        succeeded(restarted),
        ...before.linked.map((answer) => responded(answer, 'NOERROR', db)),
        ...after.linked.map((answer) => responded(answer, 'NXDOMAIN')),
        ...[before, after].flatMap(({ other, ping }) => [unresolved(other), answered(ping)]),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': false }) }),
  needs: { dns: null },
});
