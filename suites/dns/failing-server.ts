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
  id: 'dns/failing-server',
  title: 'a name server that fails or refuses is passed over at once',
  claim: documented(
    'dns-page',
    'Forwarding and failover',
    'After SERVFAIL or REFUSED the next server is asked, and its answer is the container’s.',
  ),
  given: {
    first: lanHost({
      resolves: { 'failing.example': 'SERVFAIL', 'refused.example': 'REFUSED', 'twice.example': 'SERVFAIL' },
    }),
    second: lanHost({ resolves: { 'twice.example': 'REFUSED', '*': '198.51.100.88' } }),
    third: lanHost({ resolves: { '*': '198.51.100.99' } }),
    dns: hostDns({ nameServers: ['{first}', '{second}', '{third}'] }),
    app: bridge(),
    web: container({ on: 'app' }),
  },
  when: async ({ web }) => ({
    failing: await web.query('failing.example'),
    refused: await web.query('refused.example'),
    twice: await web.query('twice.example'),
  }),
  expect: ({ first, second, third, host }, { failing, refused, twice }) => [
    responded(failing, 'NOERROR', '198.51.100.88'),
    host.uplink.saw(sentTo(first, dnsQuery('failing.example'))),
    host.uplink.sawSpaced({ atLeastMs: 0, atMostMs: 1000 }, dnsQuery('failing.example')),
    host.uplink.neverSaw(sentTo(third, dnsQuery('failing.example'))),
    responded(refused, 'NOERROR', '198.51.100.88'),
    host.uplink.saw(sentTo(first, dnsQuery('refused.example'))),
    host.uplink.sawSpaced({ atLeastMs: 0, atMostMs: 1000 }, dnsQuery('refused.example')),
    responded(twice, 'NOERROR', '198.51.100.99'),
    host.uplink.saw(sentTo(second, dnsQuery('twice.example'))),
    host.uplink.saw(sentTo(third, dnsQuery('twice.example'))),
  ],
  // “no such name” ends the search
  sabotage: withGiven({ first: lanHost({ resolves: { '*': 'NXDOMAIN' } }), second: lanHost(), third: lanHost() }),
  needs: { dns: null },
  notOnHost: 'it changes the host’s resolv.conf',
});
