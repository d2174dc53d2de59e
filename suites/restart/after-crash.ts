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
    web: container({
      on: 'app',
      alsoOn: ['blue'],
      aliases: ['shop'],
      serve: 80,
      publish: ['8080:80'],
      restartAlways: true,
    }),
    client: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
  },
  when: async ({ blue, web, db, host, client }) => {
    const state = async () => ({
      address: web.address,
      page: await client.get(host, 8080),
      names: [await db.query('shop'), await db.query(web.name)],
      ping: await db.ping(web.attachment(blue)),
      interfaces: (await web.addresses()).map(({ interface: name }) => name).sort(),
    });
    const before = await state();
    const actions = [await web.crash()];
    const first = await state();
    actions.push(await web.crash()); // what the second start takes over, the first one has left
    return { actions, states: [before, first, await state()] };
  },
  expect: ({ client }, { actions, states }) => [
    ...actions.map(succeeded),
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
