import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  responded,
  reverseName,
  unansweredQuery,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/letter-case-everywhere',
  title: 'the case of letters makes no difference in a network’s name, a link’s name and an address’s name',
  claim: documented(
    'dns-page',
    'Names the embedded DNS server resolves itself',
    'Names of containers are answered as DNS names are: the case of letters makes no difference (RFC 4343).',
  ),
  given: {
    resolver: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
    app: bridge(),
    db: container({ on: 'app' }),
    web: container({ on: 'app', links: ['db:Store'] }),
  },
  when: async ({ app, db, web }) => {
    const long = `${db.name}.${app.name}`;
    const exact = [await web.query(long), await web.query('Store')];
    const other = [await web.query(long.toUpperCase()), await web.query('store')];
    const reverse = reverseName(db);
    const ask = (name: string) => web.query(name, { type: 'PTR', timeoutMs: 5000 });
    return { exact, other, reverse: { exact: await ask(reverse), other: await ask(reverse.toUpperCase()) } };
  },
  expect: ({ app, db }, { exact, other, reverse }) => [
    ...[...exact, ...other].map((query) => responded(query, 'NOERROR', db)),
    ...[reverse.exact, reverse.other].map((query) => responded(query, 'NOERROR', `${db.name}.${app.name}`)),
  ],
  known: [
    {
      engines: '>=24.0.0',
      because: 'only the names and aliases of containers are compared so (since moby #21169); others are asked outside',
      instead: ({ app, db, host }, { exact, other, reverse }) => [
        ...exact.map((query) => responded(query, 'NOERROR', db)),
        responded(reverse.exact, 'NOERROR', `${db.name}.${app.name}`),
        ...[...other, reverse.other].flatMap((query) => [
          responded(query, 'NXDOMAIN'),
          host.uplink.saw(dnsQuery(query.name)),
        ]),
      ],
    },
    {
      engines: '<24.0.0',
      because: 'the same, and an address’s name in capitals gets no answer at all',
      instead: ({ app, db, host }, { exact, other, reverse }) => [
        ...exact.map((query) => responded(query, 'NOERROR', db)),
        responded(reverse.exact, 'NOERROR', `${db.name}.${app.name}`),
        ...other.flatMap((query) => [responded(query, 'NXDOMAIN'), host.uplink.saw(dnsQuery(query.name))]),
        unansweredQuery(reverse.other),
      ],
    },
  ],
  sabotage: withGiven({ db: container() }),
  needs: { dns: null },
});
