import {
  bridge,
  conformance,
  container,
  documented,
  responded,
  reverseName,
  same,
  succeeded,
  lanHost,
  dnsQuery,
  sentTo,
  withGiven,
} from 'docknet';

const replies = { 'other.example': '2001:db8:53::53', '*': '2001:db8:53::99' };

export default conformance({
  id: 'ipv6/names',
  title: 'names resolve to IPv6 addresses, and one without IPv6 gets an empty success that is not asked elsewhere',
  claim: documented(
    'dns-page',
    'Names the embedded DNS server resolves itself',
    'Container names and aliases, alone or followed by the network’s name, are answered for both families.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:db8:c::/64' }),
    plain: bridge(),
    web: container({ on: 'app', alsoOn: ['plain'] }),
    db: container({ on: 'app', ip6: 'fd00:db8:c::10', aliases: ['store'] }),
    cache: container({ on: 'app', ip6: 'fd00:db8:c::11', aliases: ['store'] }),
    old: container({ on: 'plain', aliases: ['store4'] }),
    server: lanHost({ resolves: replies }),
  },
  when: async ({ app, web, db, cache, old }) => {
    const ask = (name: string, type: 'A' | 'AAAA' = 'AAAA') => web.query(name, { type });
    const names = [await ask(db.name), await ask(`${db.name}.${app.name}`)];
    const [alias, short, without, other] = [
      await ask('store'),
      await ask(db.id.slice(0, 12)),
      [await ask('store4'), await ask(old.name)],
      await ask('other.example'),
    ];
    const reverse = await web.query(reverseName(db.ipv6), { type: 'PTR' });
    const second = cache.ipv6.address;
    const left = await cache.disconnect(app);
    return {
      second,
      names,
      alias,
      short,
      without,
      other,
      reverse,
      left,
      after: await ask('store'),
      gone: await ask(cache.name),
      stale: await web.query(reverseName(second), { type: 'PTR' }),
    };
  },
  expect: (
    { app, db, old, host, server },
    { second, names, alias, short, without, other, reverse, left, after, gone, stale },
  ) => [
    ...[...names, short].map((answer) => responded(answer, 'NOERROR', db.ipv6)),
    responded(alias, 'NOERROR', db.ipv6, second),
    ...without.map((answer) => responded(answer, 'NOERROR')),
    responded(reverse, 'NOERROR', `${db.name}.${app.name}`),
    responded(other, 'NOERROR', '2001:db8:53::53'),
    succeeded(left),
    responded(after, 'NOERROR', db.ipv6),
    responded(gone, 'NOERROR', '2001:db8:53::99'),
    same('the address that cache left has the names', stale.answers, []),
    host.uplink.saw(dnsQuery(reverseName(second))),
    host.uplink.saw(sentTo(server, dnsQuery('other.example', 'AAAA'))),
    ...['store', 'store4', old.name, reverseName(db.ipv6)].map((name) => host.uplink.neverSaw(dnsQuery(name))),
  ],
  sabotage: withGiven({ cache: container({ on: 'app' }) }),
});
