import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

const daemon = (icc: boolean) => engine({ icc }, { 'net.ipv4.ip_forward': 1 });

export default conformance({
  id: 'restart/icc-switched',
  title: 'docker0’s containers reach each other, or do not, by the icc that the engine was started with',
  claim: documented('dockerd', 'icc', 'icc decides whether containers on the default bridge can reach each other.'),
  given: {
    daemon: daemon(false),
    web: container({ serve: 80, publish: ['8080:80'], stopSignal: 'SIGKILL' }),
    db: container({ stopSignal: 'SIGKILL' }),
    app: bridge(),
    appWeb: container({ on: 'app', stopSignal: 'SIGKILL' }),
    appDb: container({ on: 'app', stopSignal: 'SIGKILL' }),
    client: lanHost(),
  },
  when: async ({ web, db, appWeb, appDb, host, client }) => {
    const state = async () => ({
      across: await Promise.all([
        db.ping(web, { timeoutMs: 1000 }),
        web.ping(db, { timeoutMs: 1000 }),
        db.get(web, 80, { timeoutMs: 1000 }),
      ]),
      own: [await db.ping(host.docker0.gateway), await appDb.ping(appWeb), await db.ping(client)],
      page: await client.get(host, 8080),
    });
    const states = [await state()];
    const actions = [];
    for (const settings of [{ icc: true }, {}]) {
      actions.push(await host.restartEngine(settings));
      for (const one of [web, db, appWeb, appDb]) actions.push(await one.start());
      states.push(await state());
    }
    return { states, actions };
  },
  expect: ({ client }, { states, actions }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ across, own, page }, n) => [
      ...across.map(n === 1 ? answered : unanswered),
      ...own.map(answered),
      clientSeenAs(page, client),
    ]),
  ],
  sabotage: withGiven({ daemon: daemon(true) }),
  needs: { 'live-restore': false },
  notOnHost: 'it restarts the engine',
});
