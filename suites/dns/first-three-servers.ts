import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  hostDns,
  lanHost,
  responded,
  sentTo,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/first-three-servers',
  title: 'a fourth name server is never asked',
  claim: documented(
    'dns-page',
    'Upstream servers',
    'Only the first three servers are used; any further ones are ignored.',
  ),
  given: {
    first: lanHost({ resolves: { '*': 'REFUSED' } }),
    second: lanHost({ resolves: { '*': 'REFUSED' } }),
    third: lanHost({ resolves: { 'third.example': '198.51.100.99', '*': 'SERVFAIL' } }),
    fourth: lanHost({ resolves: { '*': '198.51.100.66' } }),
    dns: hostDns({ nameServers: ['{first}', '{second}', '{third}', '{fourth}'] }),
    app: bridge(),
    web: container({ on: 'app' }),
  },
  when: async ({ web }) => ({ third: await web.query('third.example'), none: await web.query('none.example') }),
  expect: ({ first, second, third, fourth, host }, outcome) => [
    responded(outcome.third, 'NOERROR', '198.51.100.99'),
    responded(outcome.none, 'SERVFAIL'),
    ...[first, second, third].map((server) => host.uplink.saw(sentTo(server, dnsQuery('none.example')))),
    host.uplink.neverSaw(sentTo(fourth, dnsQuery('none.example'))),
  ],
  sabotage: withGiven({ dns: hostDns({ nameServers: ['{first}', '{third}', '{fourth}'] }) }),
  needs: { dns: null },
  notOnHost: 'it changes the host’s resolv.conf',
});
