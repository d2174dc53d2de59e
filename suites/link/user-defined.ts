import {
  bridge,
  conformance,
  container,
  different,
  documented,
  lanHost,
  responded,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'link/user-defined',
  title: 'in a user-defined network a link’s alias resolves for the linking container alone, before and after restarts',
  claim: documented(
    'net-connect',
    '--link',
    'With --link a container has an alias of its own for another one of the network.',
  ),
  given: {
    app: bridge(),
    db: container({ on: 'app' }),
    web: container({ on: 'app', links: ['db:store', 'db:stock'] }),
    stranger: container({ on: 'app' }),
    late: container({ on: 'app', started: false }),
    resolver: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
  },
  when: async ({ web, db, stranger, late }) => {
    const state = async () => ({
      address: db.address,
      linked: [await web.query('store'), await web.query('stock')],
      others: [await stranger.lookup('store'), await db.lookup('store')],
    });
    const states = [await state()];
    await db.stop();
    await late.start(); // takes its address
    await db.start();
    states.push(await state());
    await web.restart();
    states.push(await state());
    return states;
  },
  expect: ({ db }, states) => [
    ...states.flatMap(({ address, linked, others }) => [
      ...linked.map((answer) => responded(answer, 'NOERROR', address)),
      ...others.map(unresolved),
    ]),
    different('db’s addresses before and after', states[0]?.address, db.address),
  ],
  sabotage: withGiven({ web: container({ on: 'app' }) }),
});
