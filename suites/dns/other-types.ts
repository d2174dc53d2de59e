import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  responded,
  reverseName,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/other-types',
  title: 'MX and AAAA for a container’s name get an empty success; TXT is forwarded',
  claim: documented(
    'dns-page',
    'Names the embedded DNS server resolves itself',
    'MX for a name of the container’s networks gets an empty success; a query of a type such as TXT is forwarded.',
  ),
  given: {
    resolver: lanHost({
      resolves: { '*': 'SERVFAIL', 'shop.example': '2001:db8::77', 'web.example': '198.51.100.77' },
    }),
    app: bridge(),
    db: container({ on: 'app', aliases: ['db'] }),
    web: container({ on: 'app', captureLo: true }),
  },
  when: async ({ web }) => ({
    mx: await web.query('db', { type: 'MX' }),
    aaaa: await web.query('db', { type: 'AAAA' }),
    txt: await web.query('db', { type: 'TXT' }),
    outside: await web.query('shop.example', { type: 'AAAA' }),
    empty: await web.query('web.example', { type: 'AAAA' }),
    reverse: await web.query(reverseName('198.51.100.77'), { type: 'PTR' }),
  }),
  expect: ({ web, host }, { mx, aaaa, txt, outside, empty, reverse }) => [
    responded(mx, 'NOERROR'),
    web.lo.saw(dnsQuery('db', 'MX')),
    host.uplink.neverSaw(dnsQuery('db', 'MX')),
    responded(aaaa, 'NOERROR'),
    host.uplink.neverSaw(dnsQuery('db', 'AAAA')),
    responded(txt, 'SERVFAIL'),
    host.uplink.saw(dnsQuery('db', 'TXT')),
    responded(outside, 'NOERROR', '2001:db8::77'),
    responded(empty, 'NOERROR'),
    responded(reverse, 'SERVFAIL'),
    host.uplink.saw(dnsQuery(reverseName('198.51.100.77'), 'PTR')), // nobody’s on these networks
  ],
  sabotage: withGiven({ blue: bridge(), db: container({ on: 'blue', aliases: ['db'] }) }),
  needs: { dns: null },
});
