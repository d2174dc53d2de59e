import {
  answered,
  anything,
  compose,
  conformance,
  container,
  dnsQuery,
  documented,
  echoRequest,
  lanHost,
  responded,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'compose/custom-networks',
  title: 'services meet only on the networks they share, also after one of them was recreated',
  claim: documented(
    'compose-net',
    'Specify custom networks',
    'A proxy and a db with no network in common are isolated from each other; an app on both networks reaches both.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    front: compose({ project: 'shop' }),
    back: compose({ project: 'shop' }),
    proxy: container({ on: 'front' }),
    app: container({ on: 'front', alsoOn: ['back'] }),
    db: container({ on: 'back' }),
  },
  when: async ({ front, back, proxy, app, db, host }) => {
    const meet = async () => {
      const addresses = { front: app.address, back: app.attachment(back).address };
      const queries = {
        proxyApp: await proxy.query('app'),
        dbApp: await db.query('app'),
        appProxy: await app.query('proxy'),
        appDb: await app.query('db'),
      };
      const apart = [await proxy.query('db'), await db.query('proxy')];
      const reached = await Promise.all([app.ping('proxy'), app.ping('db'), proxy.ping('app'), db.ping('app')]);
      const isolated = await Promise.all([
        proxy.ping(db, { timeoutMs: 1000 }),
        db.ping(proxy, { timeoutMs: 1000 }),
        proxy.ping(addresses.back, { timeoutMs: 1000 }),
        db.ping(addresses.front, { timeoutMs: 1000 }),
      ]);
      return { addresses, queries, apart, reached, isolated };
    };
    const before = await meet();
    const recreated = await host.composeUp(front, { change: ['app'] });
    return { recreated, rounds: [before, await meet()] };
  },
  expect: ({ proxy, db, host }, { recreated, rounds }) => [
    succeeded(recreated),
    ...rounds.flatMap(({ addresses, queries, apart, reached, isolated }) => [
      responded(queries.proxyApp, 'NOERROR', addresses.front),
      responded(queries.dbApp, 'NOERROR', addresses.back),
      responded(queries.appProxy, 'NOERROR', proxy),
      responded(queries.appDb, 'NOERROR', db),
      ...apart.map((answer) => responded(answer, 'NXDOMAIN')),
      ...reached.map(answered),
      proxy.eth0.saw(echoRequest(addresses.front, proxy)),
      db.eth0.saw(echoRequest(addresses.back, db)),
      ...isolated.map(unanswered),
      proxy.eth0.saw(echoRequest(proxy, addresses.back)),
      db.eth0.saw(echoRequest(db, addresses.front)),
    ]),
    ...['db', 'proxy'].map((name) => host.uplink.saw(dnsQuery(name))),
    host.uplink.neverSaw(dnsQuery('app')),
    db.eth0.neverSaw(anything({ from: proxy })),
    proxy.eth0.neverSaw(anything({ from: db })),
  ],
  sabotage: withGiven({ proxy: container({ on: 'front', alsoOn: ['back'] }) }),
  needs: { dns: null },
});
