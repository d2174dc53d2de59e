import { answered, bridge, conformance, container, documented, same, succeeded, that, withGiven } from 'docknet';

const predefined = ['bridge', 'host', 'none'];

interface Named {
  readonly name: string;
}

const sorted = (...networks: readonly (string | Named)[]) =>
  networks.map((network) => (typeof network === 'string' ? network : network.name)).sort();

/** What the filters of `when` list, beside the use of networks. */
const listedByAll = (app: Named, red: Named, blue: Named) => ({
  label: sorted(app, red, blue),
  labels: sorted(app),
  names: sorted(red, blue),
  id: sorted(app),
  drivers: sorted('host', 'none'),
  partOfDriver: [],
  builtin: predefined,
  custom: sorted(app, red, blue),
  together: sorted(app, blue),
});

export default conformance({
  id: 'lifecycle/list-filters',
  title: 'networks are listed by label, name, id, driver, type and use; of two types the networks of both',
  claim: documented(
    'api',
    'GET /networks',
    'Filters take networks of a driver or with labels, and by a part of the name or id; type=custom takes all ' +
      'user-defined ones, dangling=true those without containers and dangling=false those with (moby #31551).',
  ),
  given: {
    app: bridge({}, { labels: { tier: 'front', keep: 'yes' } }),
    red: bridge({}, { labels: { tier: 'front' } }),
    blue: bridge({}, { labels: { tier: 'back', keep: 'no' } }),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
    idle: container({ on: 'red' }),
  },
  when: async ({ app, red, blue, web, db, idle, host }) => {
    const list = async (filters: Parameters<typeof host.networks>[0]) => sorted(...(await host.networks(filters)));
    const use = async () => ({
      used: await list({ dangling: ['false'], type: ['custom'] }),
      unused: await list({ dangling: ['true'], label: ['tier'] }),
    });
    const uses = [await use()];
    const stopped = await idle.stop();
    uses.push(await use());
    const lists = {
      label: await list({ label: ['tier'] }),
      labels: await list({ label: ['tier=front', 'keep'] }), // it has both
      names: await list({ name: [red.name.slice(1), blue.name] }),
      id: await list({ id: [app.id.slice(2, 20)] }),
      drivers: await list({ driver: ['host', 'null'] }),
      partOfDriver: await list({ driver: ['bridg'] }),
      builtin: await list({ type: ['builtin'] }),
      custom: await list({ type: ['custom'] }),
      together: await list({ type: ['custom'], label: ['keep'], scope: ['local'], driver: ['bridge'] }),
    };
    const both = [];
    for (let n = 0; n < 6; n++) both.push(await list({ type: ['builtin', 'custom'] }));
    return { stopped, uses, lists, both, ping: await web.ping(db) };
  },
  expect: ({ app, red, blue }, { stopped, uses, lists, both, ping }) => [
    succeeded(stopped),
    answered(ping),
    same('the filters list', lists, listedByAll(app, red, blue)),
    same('by their use, before and after idle was stopped, they list', uses, [
      { used: sorted(app, red), unused: sorted(blue) },
      { used: sorted(app), unused: sorted(red, blue) },
    ]),
    ...both.map((listed) => same('of both types are', listed, sorted(...predefined, app, red, blue))),
  ],
  known: [
    {
      engines: '<29.0.0',
      because:
        'these engines take every user-defined network for unused, whether it has containers (until moby #50860)',
      instead: ({ app, red, blue }, { stopped, uses, lists, both, ping }) => [
        succeeded(stopped),
        answered(ping),
        same('the filters list', lists, listedByAll(app, red, blue)),
        ...uses.map((use) => same('by their use they list', use, { used: [], unused: sorted(app, red, blue) })),
        ...both.map((listed) => same('of both types are', listed, sorted(...predefined, app, red, blue))),
      ],
    },
    {
      engines: '>=29.0.0',
      because: 'these engines compare each network with one of the two types, at random (since moby #50860)',
      instead: ({ app, red, blue }, { stopped, uses, lists, both, ping }) => [
        succeeded(stopped),
        answered(ping),
        same('the filters list', lists, listedByAll(app, red, blue)),
        same('by their use, before and after idle was stopped, they list', uses, [
          { used: sorted(app, red), unused: sorted(blue) },
          { used: sorted(app), unused: sorted(red, blue) },
        ]),
        that(
          'lists of both types lack networks',
          both.some((listed) => listed.length < 6),
          JSON.stringify(both),
        ),
      ],
    },
  ],
  sabotage: withGiven({ red: bridge() }),
});
