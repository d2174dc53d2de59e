import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  lanHost,
  responded,
  same,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/after-crash',
  title: 'a container that ends by itself and is restarted is back at its port, on its networks and under its names',
  claim: documented(
    'run',
    '--restart',
    'With --restart always the engine starts the container again whenever it ends by itself.',
  ),
  given: {
    app: bridge(),
    blue: bridge(),
    db: container({ on: 'app', alsoOn: ['blue'] }),
    cache: container({ on: 'app' }),
    web: container({
      on: 'app',
      started: false, // after cache, which has an address before web’s
      alsoOn: ['blue'],
      aliases: ['shop'],
      serve: 80,
      publish: ['8080:80'],
      restartAlways: true,
    }),
    client: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
  },
  when: async ({ blue, web, db, cache, host, client }) => {
    const state = async () => ({
      address: web.address,
      page: await client.get(host, 8080),
      names: [await db.query('shop'), await db.query(web.name)],
      ping: await db.ping(web.attachment(blue)),
      interfaces: (await web.addresses()).map(({ interface: name }) => name).sort(),
    });
    const actions = [await web.start()];
    const before = await state();
    const free = cache.address;
    actions.push(await cache.remove(), await web.crash());
    const first = await state();
    actions.push(await web.crash()); // what the second start takes over, the first one has left
    return { free, actions, states: [before, first, await state()] };
  },
  expect: ({ client }, { free, actions, states }) => [
    ...actions.map(succeeded),
    same('after the crash web has the first free address,', states[1]?.address, free),
    ...states.flatMap(({ address, page, names, ping, interfaces }) => [
      clientSeenAs(page, client),
      ...names.map((name) => responded(name, 'NOERROR', address)),
      answered(ping),
      same('web has the interfaces', interfaces, states[0]?.interfaces),
    ]),
  ],
  sabotage: withGiven({
    web: container({ on: 'app', alsoOn: ['blue'], aliases: ['shop'], serve: 80, publish: ['8080:80'] }),
  }),
});
