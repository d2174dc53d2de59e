import {
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  lanHost,
  resolved,
  sentTo,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/external-forwarded',
  title: 'the embedded resolver forwards external names to the host’s name server',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    '127.0.0.11 resolves external names too: it forwards the query to the docker host’s name server.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    app: bridge(),
    web: container({ on: 'app', captureLo: true }),
  },
  when: ({ web }) => web.lookup('shop.example'),
  expect: ({ web, resolver, host }, lookup) => [
    resolved(lookup, '198.51.100.77'),
    web.lo.saw(sentTo('127.0.0.11', dnsQuery('shop.example'))),
    host.uplink.saw(sentTo(resolver, dnsQuery('shop.example'))),
    resolver.eth0.saw(dnsQuery('shop.example')),
    host.uplink.saw(sentTo(host, dnsAnswer('shop.example', '198.51.100.77'))), // the query came from the host's address
    web.lo.saw(dnsAnswer('shop.example', '198.51.100.77')),
  ],
  // on docker0 the container asks the name server directly
  sabotage: withGiven({ web: container({ captureLo: true }) }),
  needs: { dns: null },
});
