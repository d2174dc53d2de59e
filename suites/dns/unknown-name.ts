import {
  bridge,
  conformance,
  container,
  dnsQuery,
  dnsResponse,
  documented,
  hostDns,
  lanHost,
  responded,
  sentTo,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/unknown-name',
  title: 'the first name server’s “no such name”, its empty answer and its format error are final',
  claim: documented(
    'dns-page',
    'Forwarding and failover',
    'Any response but SERVFAIL and REFUSED, such as NXDOMAIN and a success without a record, goes back at once, and ' +
      'the next server is not asked.',
  ),
  given: {
    first: lanHost({
      resolves: { 'empty.example': 'NOERROR', 'strange.example': 'FORMERR', 'known.example': '198.51.100.77' },
    }),
    second: lanHost({ resolves: { '*': '198.51.100.88' } }),
    dns: hostDns({ nameServers: ['{first}', '{second}'] }),
    app: bridge(),
    web: container({ on: 'app', captureLo: true }),
  },
  when: async ({ web }) => ({
    unknown: await web.query('unknown.example'),
    empty: await web.query('empty.example'),
    strange: await web.query('strange.example'),
    known: await web.query('known.example'),
  }),
  expect: ({ web, first, second, host }, { unknown, empty, strange, known }) => [
    responded(unknown, 'NXDOMAIN'),
    web.lo.saw(dnsResponse('unknown.example', 'NXDOMAIN')),
    host.uplink.saw(sentTo(first, dnsQuery('unknown.example'))),
    host.uplink.neverSaw(sentTo(second, dnsQuery('unknown.example'))),
    responded(empty, 'NOERROR'),
    host.uplink.saw(sentTo(first, dnsQuery('empty.example'))),
    host.uplink.neverSaw(sentTo(second, dnsQuery('empty.example'))),
    responded(strange, 'FORMERR'),
    host.uplink.neverSaw(sentTo(second, dnsQuery('strange.example'))),
    responded(known, 'NOERROR', '198.51.100.77'),
  ],
  // the second server is asked where the first one fails
  sabotage: withGiven({ first: lanHost({ resolves: { '*': 'SERVFAIL' } }) }),
  known: [
    {
      engines: '<24.0.1',
      because: 'the resolver takes “no such name” for final only from an authoritative server, which a resolver is not',
      instead: ({ first, second, host }, { unknown, empty, strange, known }) => [
        responded(unknown, 'NOERROR', '198.51.100.88'),
        host.uplink.saw(sentTo(first, dnsQuery('unknown.example'))),
        host.uplink.saw(sentTo(second, dnsQuery('unknown.example'))),
        responded(empty, 'NOERROR'),
        host.uplink.neverSaw(sentTo(second, dnsQuery('empty.example'))),
        responded(strange, 'NOERROR', '198.51.100.88'),
        responded(known, 'NOERROR', '198.51.100.77'),
      ],
    },
  ],
  needs: { dns: null },
  notOnHost: 'it changes the host’s resolv.conf',
});
