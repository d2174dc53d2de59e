import {
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  hostDns,
  responded,
  sentTo,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/host-loopback-server',
  title: 'a name server on the host’s loopback serves the containers of a user-defined network',
  claim: documented(
    'dns-page',
    'Upstream servers',
    'Queries are sent from the host’s network namespace, so loopback addresses such as 127.0.0.53 work.',
  ),
  given: {
    dns: hostDns({ nameServers: ['127.0.0.53'], resolves: { 'shop.example': '198.51.100.77' } }),
    app: bridge(),
    web: container({ on: 'app', captureLo: true }),
    control: container(),
  },
  when: async ({ web, control }) => ({
    outside: await web.query('shop.example'),
    unknown: await web.query('unknown.example'),
    control: await control.resolvConf(),
  }),
  expect: ({ web, host }, { outside, unknown, control }) => [
    responded(outside, 'NOERROR', '198.51.100.77'),
    responded(unknown, 'NXDOMAIN'),
    host.lo.sawTimes(1, sentTo('127.0.0.53', dnsQuery('shop.example'))),
    web.lo.saw(dnsAnswer('shop.example', '198.51.100.77')),
    that('on docker0 no such server is named', !control.nameServers.includes('127.0.0.53'), control.nameServers),
  ],
  sabotage: withGiven({ web: container({ captureLo: true }) }),
  needs: { dns: null },
  notOnHost: 'it changes the host’s resolv.conf',
});
