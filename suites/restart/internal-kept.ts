import {
  answered,
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  internalBridge,
  lanHost,
  resolved,
  same,
  succeeded,
  unanswered,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/internal-kept',
  title: 'after an engine restart an internal network is still cut off, for packets and for names',
  claim: documented('net-create', '--internal', 'A network created with --internal has no access to the outside.'),
  given: {
    resolver: lanHost({ resolves: { '*': '198.51.100.77' } }),
    app: internalBridge(),
    red: bridge(),
    web: container({ on: 'app', restartAlways: true }),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
    redWeb: container({ on: 'red', stopSignal: 'SIGKILL' }),
  },
  when: async ({ web, db, redWeb, resolver, host }) => {
    const defaults = async () => (await web.routes()).filter(({ to }) => to === 'default');
    const before = await defaults();
    const restarted = await host.restartEngine();
    const again = [await web.waitRestarted(), await db.start(), await redWeb.start()];
    return {
      actions: [restarted, ...again],
      inside: [await web.lookup(db.name), await redWeb.lookup('red.example')],
      outside: await web.lookup('shop.example', { timeoutMs: 1000 }),
      ping: await web.ping(resolver, { timeoutMs: 1000 }),
      controls: [await web.ping(db), await redWeb.ping(resolver)],
      routes: [before, await defaults()],
    };
  },
  expect: ({ db, host }, { actions, inside, outside, ping, controls, routes }) => [
    ...actions.map(succeeded),
    ...inside.map((lookup, n) => resolved(lookup, n === 0 ? db : '198.51.100.77')),
    unresolved(outside),
    unanswered(ping),
    ...controls.map(answered),
    same('web’s default routes are', routes[1], routes[0]),
    host.uplink.saw(dnsQuery('red.example')),
    host.uplink.neverSaw(dnsQuery('shop.example')),
  ],
  sabotage: withGiven({ app: bridge() }),
  needs: { dns: null },
});
