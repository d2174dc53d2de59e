import {
  bridge,
  conformance,
  container,
  documented,
  lanHost,
  responded,
  succeeded,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'link/connected',
  title: 'a link made with a connection leads to the other’s address on that network, until it is disconnected',
  claim: documented(
    'net-connect',
    '--link',
    'docker network connect --link makes an alias of the connected container’s own for another one of the network.',
  ),
  given: {
    app: bridge(),
    blue: bridge(),
    db: container({ on: 'app', alsoOn: ['blue'] }),
    web: container({ on: 'blue' }),
    stranger: container({ on: 'app' }),
    resolver: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
  },
  when: async ({ app, web, db, stranger }) => {
    const gone = [await web.lookup('store')];
    const actions = [await web.connect(app, { links: [`${db.name}:store`, `${db.name}:stock`] })];
    const linked = [await web.query('store'), await web.query('stock')];
    gone.push(await stranger.lookup('store'));
    actions.push(await web.restart());
    linked.push(await web.query('store'), await web.query('stock'));
    gone.push(await stranger.lookup('store'));
    actions.push(await web.disconnect(app));
    gone.push(await web.lookup('store'), await web.lookup('stock'));
    actions.push(await web.connect(app));
    gone.push(await web.lookup('store'), await web.lookup('stock'));
    return { linked, gone, actions };
  },
  expect: ({ db }, { linked, gone, actions }) => [
    ...actions.map(succeeded),
    ...linked.map((answer) => responded(answer, 'NOERROR', db.address)),
    ...gone.map(unresolved),
  ],
  sabotage: withGiven({ db: container({ on: 'blue' }) }),
});
