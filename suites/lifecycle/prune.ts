import { answered, bridge, conformance, container, documented, none, same, succeeded, withGiven } from 'docknet';

export default conformance({
  id: 'lifecycle/prune',
  title: 'pruning removes unused networks alone, without the excluded labels, and with the given ones',
  claim: documented(
    'api',
    'POST /networks/prune',
    'Unused networks are removed; the filters label and label! take those with or without a label or its value.',
  ),
  given: {
    app: bridge(),
    red: bridge({}, { labels: { keep: 'yes' } }),
    blue: bridge({}, { labels: { keep: 'no', tier: 'front' } }),
    green: bridge({}, { subnet: '10.30.8.0/24' }),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
  },
  when: async ({ red, blue, green, web, db, host }) => {
    const bridges = [red, blue, green].map(({ bridge: { name } }) => name);
    const state = async () => (await host.networks()).map(({ name }) => name).sort();
    const states = [await state()];
    const actions = [await host.pruneNetworks({ 'label!': ['keep'] })];
    states.push(await state());
    actions.push(await host.pruneNetworks({ 'label!': ['keep=yes'], label: ['tier=back'] })); // none has both
    states.push(await state());
    actions.push(await host.pruneNetworks({ 'label!': ['keep=yes'] }));
    states.push(await state());
    actions.push(await host.pruneNetworks());
    states.push(await state());
    const links = (await host.links()).filter(({ name }) => bridges.includes(name));
    actions.push(await host.createNetwork('again', { subnet: '10.30.8.0/24' }));
    return { actions, states, links, ping: await web.ping(db) };
  },
  expect: ({ app, red, blue, green }, { actions, states, links, ping }) => {
    const left = [[red, blue, green], [red, blue], [red, blue], [red], []];
    return [
      ...actions.map(succeeded),
      ...left.map((networks, n) =>
        same(
          'the networks are',
          states[n],
          ['bridge', 'host', 'none', ...[app, ...networks].map((o) => o.name)].sort(),
        ),
      ),
      none('the bridges of removed networks are gone', links),
      answered(ping),
    ];
  },
  sabotage: withGiven({ red: bridge() }),
});
