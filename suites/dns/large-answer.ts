import {
  addressIn,
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  responded,
  sentTo,
  that,
  withGiven,
} from 'docknet';

const forty = Array.from({ length: 40 }, (_, n) => addressIn('198.51.100.0/24', n + 1));

export default conformance({
  id: 'dns/large-answer',
  title: 'a name server’s answer of more than 512 bytes over UDP reaches the container whole',
  claim: documented(
    'moby',
    'Embedded resolver (#45492)',
    'Some name servers send more than 512 bytes over UDP to a query without EDNS; the resolver passes the answer on.',
  ),
  given: {
    first: lanHost({ resolves: { 'large.example': 'large 198.51.100.1', 'small.example': '198.51.100.77' } }),
    app: bridge(),
    web: container({ on: 'app' }),
  },
  when: async ({ web }) => ({
    large: await web.query('large.example'),
    tcp: await web.query('large.example', { over: 'tcp' }),
    small: await web.query('small.example'),
  }),
  expect: ({ first, host }, { large, tcp, small }) => [
    responded(large, 'NOERROR', ...forty),
    responded(tcp, 'NOERROR', ...forty),
    responded(small, 'NOERROR', '198.51.100.77'),
    host.uplink.sawTimes(2, sentTo(first, dnsQuery('large.example'))), // one of them over TCP
  ],
  known: [
    {
      engines: '<24.0.0',
      because:
        'the resolver reads 512 bytes of an answer over UDP, and hands on an empty success that is not marked as cut',
      instead: (_, { large, tcp, small }) => [
        responded(large, 'NOERROR'),
        that('and it is not marked as truncated', !large.truncated, large),
        responded(tcp, 'NOERROR', ...forty),
        responded(small, 'NOERROR', '198.51.100.77'),
      ],
    },
  ],
  sabotage: withGiven({ first: lanHost({ resolves: { '*': '198.51.100.77' } }) }),
  needs: { dns: null },
});
