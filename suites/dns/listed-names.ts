import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  resolved,
  same,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/listed-names',
  title: 'every DNS name that the engine lists resolves on its network, alone and with the network’s name',
  claim: documented(
    'api',
    'EndpointSettings.DNSNames',
    'The list holds every name the container has in its network’s DNS.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    app: bridge(),
    blue: bridge(),
    db: container({ on: 'app', aliases: ['store', 'cache'], hostname: 'db-host' }),
    web: container({ on: 'app' }),
    blueWeb: container({ on: 'blue' }),
  },
  when: async ({ app, db, web, blueWeb }) => {
    const names = db.dnsNames;
    const lookups = [];
    for (const name of names.flatMap((each) => [each, `${each}.${app.name}`])) lookups.push(await web.lookup(name));
    const across = [];
    for (const name of names) across.push(await blueWeb.lookup(name));
    return { id: db.id, names, lookups, across, outside: await web.lookup('shop.example') };
  },
  expect: ({ db, host }, { id, names, lookups, across, outside }) => [
    same('the names are', [...names].sort(), [db.name, 'store', 'cache', 'db-host', id.slice(0, 12)].sort()),
    ...lookups.map((lookup) => resolved(lookup, db)),
    ...across.map(unresolved),
    resolved(outside, '198.51.100.77'),
    host.uplink.saw(dnsQuery('shop.example')), // control
    ...lookups.flatMap(({ name }) => (name.includes('.') ? [host.uplink.neverSaw(dnsQuery(name))] : [])),
  ],
  sabotage: withGiven({ web: container({ on: 'blue' }) }),
  appliesTo: { engines: '>=25.0.0', because: 'the API lists DNS names from engine 25 on' },
  needs: { dns: null },
});
