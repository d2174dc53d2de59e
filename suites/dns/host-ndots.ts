import {
  answered,
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  hostDns,
  lanHost,
  responded,
  same,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/host-ndots',
  title: 'search domains and ndots of the host’s resolv.conf hold in the container',
  claim: documented(
    'dns-page',
    'Search domains and ndots',
    'Search domains come from the host’s file; an ndots there is honoured: an unknown single-label name is not ' +
      'forwarded.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'mail.corp.example': '198.51.100.11', single: '198.51.100.77' } }),
    dns: hostDns({ nameServers: ['{resolver}'], search: ['corp.example', 'other.example'], options: ['ndots:1'] }),
    app: bridge(),
    web: container({ on: 'app', captureLo: true }),
    control: container({ on: 'app', dnsOptions: ['ndots:0'], dnsSearch: ['third.example'] }),
  },
  when: async ({ web, control }) => ({
    single: await web.query('single'),
    ping: await web.ping('mail'),
    conf: await web.resolvConf(),
    otherConf: await control.resolvConf(),
  }),
  expect: ({ web, resolver, host }, { single, ping, conf, otherConf }) => [
    same('the search list is', conf.searchList, ['corp.example', 'other.example']),
    same('the options are', conf.options, ['ndots:1']),
    responded(single, 'NOERROR'),
    answered(ping),
    web.lo.saw(dnsAnswer('mail.corp.example', resolver)),
    same('the container’s own search list replaces it', otherConf.searchList, ['third.example']),
    same('its own options are', otherConf.options, ['ndots:0']),
    host.uplink.saw(dnsQuery('mail.corp.example')), // control
    host.uplink.neverSaw(dnsQuery('single')),
  ],
  sabotage: withGiven({ dns: hostDns({ nameServers: ['{resolver}'], search: ['corp.example', 'other.example'] }) }),
  needs: { dns: null },
  notOnHost: 'it changes the host’s resolv.conf',
});
