import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  responded,
  sentBy,
  sentTo,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/explicit-from-container',
  title: 'servers given with --dns replace the host’s, and are asked from the container',
  claim: documented(
    'dns-page',
    'Upstream servers',
    'Explicit servers are asked from the container’s network namespace and replace the host’s entirely.',
  ),
  given: {
    resolver: lanHost({ resolves: { '*': '198.51.100.66' } }),
    first: lanHost({ resolves: { 'shop.example': '198.51.100.77', '*': 'SERVFAIL' } }),
    second: lanHost({ resolves: { 'second.example': '198.51.100.88', '*': 'SERVFAIL' } }),
    app: bridge(),
    web: container({ on: 'app', dns: ['{first}', '{second}'] }),
    control: container({ on: 'app' }),
  },
  when: async ({ web, control }) => ({
    known: await web.query('shop.example'),
    second: await web.query('second.example'),
    failing: await web.query('failing.example'),
    control: await control.query('other.example'),
  }),
  expect: ({ app, web, resolver, first, second, host }, outcome) => [
    responded(outcome.known, 'NOERROR', '198.51.100.77'),
    app.bridge.saw(sentBy(web, sentTo(first, dnsQuery('shop.example')))),
    host.uplink.saw(sentBy(host, sentTo(first, dnsQuery('shop.example')))), // masqueraded
    host.uplink.neverSaw(sentTo(second, dnsQuery('shop.example'))),
    responded(outcome.second, 'NOERROR', '198.51.100.88'),
    responded(outcome.failing, 'SERVFAIL'),
    host.uplink.saw(sentTo(second, dnsQuery('failing.example'))),
    host.uplink.neverSaw(sentTo(resolver, dnsQuery('failing.example'))),
    responded(outcome.control, 'NOERROR', '198.51.100.66'),
    host.uplink.saw(sentTo(resolver, dnsQuery('other.example'))),
  ],
  sabotage: withGiven({ web: container({ on: 'app' }) }),
  needs: { dns: null, 'ip-masq': true },
});
