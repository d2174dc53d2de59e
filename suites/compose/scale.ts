import {
  answered,
  compose,
  conformance,
  container,
  dnsQuery,
  documented,
  journey,
  lanHost,
  responded,
  succeeded,
  syn,
  synAck,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'compose/scale',
  title: 'a service’s name has the addresses of all its containers, and of no others after the service is scaled',
  claim: documented(
    'compose-ref',
    'services: scale',
    'scale sets how many containers a service has; all are found by the name of the service.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    shop: compose(),
    web: container({ on: 'shop' }),
    cache: container({ on: 'shop' }),
    db1: container({ on: 'shop', service: 'db', serve: 80 }),
    db2: container({ on: 'shop', service: 'db', serve: 80 }),
    db3: container({ on: 'shop', service: 'db', serve: 80 }),
  },
  when: async ({ shop, web, db1, db2, db3, host }) => {
    const replicas = [db1, db2, db3].map(({ name, address }) => ({ name, address }));
    const callAll = async () => {
      const calls = [];
      for (const { address } of replicas) calls.push(await web.get(address, 80, { timeoutMs: 1000 }));
      return calls;
    };
    const three = await web.query('db');
    const names = await Promise.all(replicas.map(({ name }) => web.query(name)));
    const calls = await callAll();
    const scaledDown = await host.composeUp(shop, { scale: { db: 1 } });
    const one = await web.query('db');
    const removed = replicas.slice(1);
    const gone = await Promise.all(removed.map(({ name }) => web.query(name)));
    const later = await callAll();
    const others = [await web.query('cache'), await db1.query('web')] as const;
    const scaledUp = await host.composeUp(shop, { scale: { db: 3 } });
    const again = await web.query('db');
    return { replicas, three, names, calls, actions: [scaledDown, scaledUp], one, gone, later, others, again };
  },
  expect: (
    { web, cache, db1, db2, db3, host },
    { replicas, three, names, calls, actions, one, gone, later, others, again },
  ) => [
    responded(three, 'NOERROR', ...replicas.map(({ address }) => address)),
    ...names.map((answer, n) => responded(answer, 'NOERROR', replicas[n]?.address ?? '')),
    ...calls.map(answered),
    ...replicas.map(({ address }) => web.eth0.saw(synAck(address, 80, web))),
    journey([web.eth0, syn(web, db1, 80)], [db1.eth0, syn(web, db1, 80)]),
    ...actions.map(succeeded),
    responded(one, 'NOERROR', db1),
    ...gone.map((answer) => responded(answer, 'NXDOMAIN')),
    ...gone.map(({ name }) => host.uplink.saw(dnsQuery(name))), // the outside is asked for them now
    ...later.map((call, n) => (n === 0 ? answered(call) : unanswered(call))),
    responded(others[0], 'NOERROR', cache),
    responded(others[1], 'NOERROR', web),
    responded(again, 'NOERROR', db1, db2, db3),
    host.uplink.neverSaw(dnsQuery('db')),
  ],
  // One of them is another service.
  sabotage: withGiven({ db3: container({ on: 'shop', service: 'store', serve: 80 }) }),
  needs: { dns: null },
});
