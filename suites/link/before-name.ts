import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  lanHost,
  responded,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'link/before-name',
  title: 'a link’s name goes before the same name of another container, for the linking container alone',
  claim: documented(
    'net-connect',
    '--link',
    'With --link a container has an alias of its own for another one of the network.',
  ),
  given: {
    resolver: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
    app: bridge(),
    other: container({ on: 'app', aliases: ['store'] }),
    db: container({ on: 'app' }),
    web: container({ on: 'app', links: ['db:store'] }),
    stranger: container({ on: 'app' }),
  },
  when: async ({ app, web, db, stranger }) => {
    const { address } = db;
    const ask = async (from: typeof web) => [await from.query('store'), await from.query(`store.${app.name}`)];
    const look = async () => ({ web: await ask(web), stranger: await ask(stranger) });
    const looks = [await look()];
    const actions = [await web.restart()];
    looks.push(await look());
    const pings = [await web.ping('store'), await stranger.ping('store')];
    actions.push(await db.stop());
    return { address, looks, pings, actions, left: await look() };
  },
  expect: ({ web, other, stranger }, { address, looks, pings, actions, left }) => [
    ...actions.map(succeeded),
    ...looks.flatMap((look) => look.web.map((answer) => responded(answer, 'NOERROR', address))),
    ...[...looks, left].flatMap((look) => look.stranger.map((answer) => responded(answer, 'NOERROR', other))),
    ...pings.map(answered),
    other.eth0.saw(echoRequest(stranger, other)),
    other.eth0.neverSaw(echoRequest(web, other)),
    ...left.web.map((answer) => responded(answer, 'NXDOMAIN')), // the link does not turn to the other container
  ],
  sabotage: withGiven({ web: container({ on: 'app' }) }),
  needs: { dns: null },
});
