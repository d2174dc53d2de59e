import {
  answered,
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  responded,
  same,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/letter-case',
  title: 'a container’s name and alias resolve in capitals and in small letters alike',
  claim: documented(
    'dns-page',
    'Names the embedded DNS server resolves itself',
    'Names of containers are answered as DNS names are: the case of letters makes no difference (RFC 4343).',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    app: bridge(),
    db: container({ on: 'app', aliases: ['Store'] }),
    web: container({ on: 'app' }),
  },
  when: async ({ app, web, db }) => {
    const names = ['store', 'STORE', 'Store', db.name.toUpperCase(), `sTORE.${app.name}`];
    const queries = [];
    for (const name of names) queries.push(await web.query(name));
    return { queries, outside: await web.query('SHOP.example'), ping: await web.ping('sTORE') };
  },
  expect: ({ db, host }, { queries, outside, ping }) => [
    ...queries.map((query) => responded(query, 'NOERROR', db)),
    ...queries.map(({ name, answers }) => same('the answer’s name is', answers[0]?.name, name)), // as it was asked
    responded(outside, 'NOERROR', '198.51.100.77'),
    answered(ping),
    host.uplink.saw(dnsQuery('SHOP.example')),
    ...queries.map(({ name }) => host.uplink.neverSaw(dnsQuery(name))),
  ],
  sabotage: withGiven({ db: container({ on: 'app' }) }),
  needs: { dns: null },
});
