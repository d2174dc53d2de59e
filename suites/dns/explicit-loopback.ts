import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  hostDns,
  localhost,
  responded,
  sentTo,
  unansweredQuery,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/explicit-loopback',
  title: '--dns 127.0.0.1 means the container’s own loopback',
  claim: documented('overview', 'DNS services', '--dns=127.0.0.1 refers to the container’s own loopback address.'),
  given: {
    dns: hostDns({ nameServers: ['127.0.0.1'], resolves: { '*': '198.51.100.66' } }),
    app: bridge(),
    web: container({ on: 'app', dns: [localhost], resolves: { 'shop.example': '198.51.100.77' }, captureLo: true }),
    db: container({ on: 'app', dns: [localhost] }),
    control: container({ on: 'app' }),
  },
  when: async ({ web, db, control }) => ({
    own: await web.query('shop.example'),
    none: await db.query('none.example', { timeoutMs: 3000 }),
    control: await control.query('other.example'),
  }),
  expect: ({ web, host }, { own, none, control }) => [
    responded(own, 'NOERROR', '198.51.100.77'),
    web.lo.saw(sentTo(localhost, dnsQuery('shop.example'))),
    responded(none, 'SERVFAIL'), // no server listens in db
    responded(control, 'NOERROR', '198.51.100.66'),
    host.lo.saw(sentTo(localhost, dnsQuery('other.example'))), // control: the host’s own server
    host.lo.neverSaw(dnsQuery('shop.example')),
    host.lo.neverSaw(dnsQuery('none.example')),
  ],
  sabotage: withGiven({ web: container({ on: 'app', captureLo: true }) }),
  known: [
    {
      engines: '<24.0.0',
      because: 'if no server can be asked the container gets no answer at all',
      instead: ({ web, host }, { own, none, control }) => [
        responded(own, 'NOERROR', '198.51.100.77'),
        web.lo.saw(sentTo(localhost, dnsQuery('shop.example'))),
        unansweredQuery(none),
        responded(control, 'NOERROR', '198.51.100.66'),
        host.lo.saw(sentTo(localhost, dnsQuery('other.example'))),
        host.lo.neverSaw(dnsQuery('shop.example')),
        host.lo.neverSaw(dnsQuery('none.example')),
      ],
    },
  ],
  needs: { dns: null },
  notOnHost: 'it changes the host’s resolv.conf',
});
