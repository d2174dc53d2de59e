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
  id: 'dns/all-servers-fail',
  title: 'if every name server fails the container gets SERVFAIL, and its networks’ names still resolve',
  claim: documented(
    'dns-page',
    'Forwarding and failover',
    'If every server fails, the container receives SERVFAIL; names of its networks still resolve.',
  ),
  given: {
    first: lanHost({ resolves: { '*': 'SERVFAIL' } }),
    second: lanHost({ resolves: { '*': 'REFUSED' } }),
    dns: hostDns({ nameServers: ['{first}', '{second}'] }),
    app: bridge(),
    db: container({ on: 'app', aliases: ['db'] }),
    web: container({ on: 'app', captureLo: true }),
  },
  when: async ({ web }) => ({
    outside: await web.query('shop.example'),
    own: await web.query('db'),
    again: await web.query('shop.example'),
  }),
  expect: ({ web, db, first, second, host }, { outside, own, again }) => [
    responded(outside, 'SERVFAIL'),
    responded(again, 'SERVFAIL'),
    web.lo.saw(dnsResponse('shop.example', 'SERVFAIL')),
    host.uplink.sawTimes(2, sentTo(first, dnsQuery('shop.example'))),
    host.uplink.sawTimes(2, sentTo(second, dnsQuery('shop.example'))),
    responded(own, 'NOERROR', db),
  ],
  sabotage: withGiven({ second: lanHost({ resolves: { '*': '198.51.100.88' } }) }),
  known: [
    {
      engines: '<24.0.0',
      because: 'the last server’s own failure is passed on',
      instead: ({ db, first, second, host }, { outside, own, again }) => [
        responded(outside, 'REFUSED'),
        responded(again, 'REFUSED'),
        host.uplink.sawTimes(2, sentTo(first, dnsQuery('shop.example'))),
        host.uplink.sawTimes(2, sentTo(second, dnsQuery('shop.example'))),
        responded(own, 'NOERROR', db),
      ],
    },
  ],
  needs: { dns: null },
  notOnHost: 'it changes the host’s resolv.conf',
});
