import {
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  internalBridge,
  lanHost,
  responded,
  sentBy,
  sentTo,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/internal-explicit',
  title: 'on an internal network a name server given with --dns that is on it is asked',
  claim: documented(
    'dns-page',
    'Internal networks',
    'Servers configured with --dns are still tried, because they may be on the internal network.',
  ),
  given: {
    resolver: lanHost({ resolves: { '*': '198.51.100.66' } }),
    app: internalBridge(),
    server: container({ on: 'app', resolves: { 'shop.example': '198.51.100.77' } }),
    web: container({ on: 'app', dns: ['{server}'] }),
    control: container({ on: 'app' }),
    red: bridge(),
    redWeb: container({ on: 'red' }),
  },
  when: async ({ web, control, redWeb }) => ({
    explicit: await web.query('shop.example'),
    none: await control.query('none.example', { timeoutMs: 2000 }),
    red: await redWeb.query('red.example'),
  }),
  expect: ({ web, server, host }, { explicit, none, red }) => [
    responded(explicit, 'NOERROR', '198.51.100.77'),
    web.eth0.saw(sentBy(web, sentTo(server, dnsQuery('shop.example')))),
    server.eth0.saw(sentBy(server, dnsAnswer('shop.example', '198.51.100.77'))),
    that('without --dns nothing answers', none.answers.length === 0, none.code),
    responded(red, 'NOERROR', '198.51.100.66'),
    host.uplink.saw(dnsQuery('red.example')), // control
    host.uplink.neverSaw(dnsQuery('shop.example')),
    host.uplink.neverSaw(dnsQuery('none.example')),
  ],
  sabotage: withGiven({ web: container({ on: 'app' }) }),
  needs: { dns: null },
});
