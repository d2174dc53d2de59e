import {
  answered,
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  dnsResponse,
  documented,
  lanHost,
  responded,
  same,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/ndots-single-label',
  title: 'with ndots:1 an unknown one-word name is not forwarded, and the search domain finds it',
  claim: documented(
    'dns-page',
    'Search domains and ndots',
    'With ndots set, an unknown single-label name gets an empty success; the container’s library then asks with the ' +
      'search domain.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'mail.shop.example': '198.51.100.11', single: '198.51.100.77' } }),
    app: bridge(),
    db: container({ on: 'app', aliases: ['db'] }),
    web: container({ on: 'app', dnsOptions: ['ndots:1'], dnsSearch: ['shop.example'], captureLo: true }),
    control: container({ on: 'app' }),
  },
  when: async ({ web, control }) => ({
    mail: await web.query('mail'),
    ping: await web.ping('mail'),
    db: await web.query('db'),
    dotted: await web.query('mail.shop.example'),
    single: await control.query('single'),
    conf: await web.resolvConf(),
  }),
  expect: ({ web, db, resolver, host }, { mail, ping, db: own, dotted, single, conf }) => [
    responded(mail, 'NOERROR'),
    web.lo.saw(dnsResponse('mail', 'NOERROR')),
    answered(ping),
    web.lo.saw(dnsAnswer('mail.shop.example', resolver)),
    host.uplink.saw(dnsQuery('mail.shop.example')),
    host.uplink.neverSaw(dnsQuery('mail')),
    responded(own, 'NOERROR', db),
    responded(dotted, 'NOERROR', resolver),
    responded(single, 'NOERROR', '198.51.100.77'), // without the option it is forwarded
    same('the search list is', conf.searchList, ['shop.example']),
    same('the options are', conf.options, ['ndots:1']),
  ],
  sabotage: withGiven({ web: container({ on: 'app', dnsSearch: ['shop.example'], captureLo: true }) }),
  needs: { dns: null },
});
