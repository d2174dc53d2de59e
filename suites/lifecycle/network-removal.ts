import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  failed,
  same,
  sameLinks,
  sameRules,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'lifecycle/network-removal',
  title: 'a network in use and the engine’s own are not removed; an unused one goes with its bridge and rules',
  claim: documented(
    'net-rm',
    'Description',
    'To remove a network, its containers must be disconnected first. The networks that come with the engine stay.',
  ),
  given: {
    app: bridge(),
    red: bridge(),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
    late: container({ on: 'red', started: false }),
  },
  when: async ({ app, red, web, db, late, host }) => {
    await late.create();
    const state = async () => ({ links: await host.links(), rules: await host.ruleset() });
    const before = await state();
    await host.createNetwork('green');
    const during = await state();
    const twice = await host.createNetwork('green');
    const removed = await host.removeNetwork('green');
    const after = await state();
    const used = await host.removeNetwork(app);
    const own = [
      await host.removeNetwork('bridge'),
      await host.removeNetwork('host'),
      await host.removeNetwork('none'),
    ];
    const ping = await web.ping(db);
    const unused = await host.removeNetwork(red); // late is on it and does not run
    return {
      before,
      during,
      twice,
      after,
      removed,
      used,
      own,
      ping,
      unused,
      start: await late.start(),
      names: (await host.networks()).map(({ name }) => name),
    };
  },
  expect: ({ app }, { before, during, twice, after, removed, used, own, ping, unused, start, names }) => [
    same('the new network adds interfaces:', during.links.length - before.links.length, 1),
    failed(twice, 'already exists'),
    succeeded(removed),
    sameLinks('its removal leaves the interfaces from before', before.links, after.links),
    sameRules('its removal leaves the rules from before', before.rules, after.rules),
    failed(used, 'active endpoints'),
    answered(ping),
    ...own.map((action) => failed(action, 'pre-defined network')),
    succeeded(unused),
    failed(start, 'not found'),
    same('the networks are', names.sort(), ['bridge', 'host', 'none', app.name].sort()),
  ],
  sabotage: withGiven({ web: container(), db: container() }),
});
