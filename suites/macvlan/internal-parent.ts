import {
  answered,
  conformance,
  container,
  documented,
  lanHost,
  macvlan,
  none,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/internal-parent',
  title: 'containers of an --internal macvlan network with a parent have no default route, also after a restart',
  claim: documented(
    'net-create',
    '--internal',
    'A network created with --internal restricts its containers’ access to others, so they have no default route.',
  ),
  given: {
    lan: macvlan({ internal: true, parent: true, gateway: '198.51.100.9' }),
    web: container({ on: 'lan', restartAlways: true }),
    db: container({ on: 'lan', restartAlways: true }),
    late: container({ on: 'lan', started: false }),
    server: lanHost(),
  },
  when: async ({ web, db, late, host }) => {
    const look = async () => ({
      routes: (await web.routes()).filter(({ to }) => to === 'default'),
      out: await web.ping('192.0.2.9', { timeoutMs: 1000 }),
      inside: await db.ping(web),
    });
    const looks = [await look()];
    const actions = [await host.restartEngine(), await web.waitRestarted(), await db.waitRestarted()];
    looks.push(await look());
    actions.push(await late.start());
    return { looks, actions, late: (await late.routes()).filter(({ to }) => to === 'default') };
  },
  expect: (_, { looks, actions, late }) => [
    ...actions.map(succeeded),
    ...looks.flatMap(({ routes, out, inside }) => [
      none('web has no default route', routes),
      unanswered(out),
      answered(inside),
    ]),
    none('a new container has no default route', late),
  ],
  sabotage: withGiven({ lan: macvlan({ gateway: '198.51.100.9' }) }),
});
