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
  id: 'dns/silent-server',
  title: 'a silent name server has four seconds, then the next is asked',
  claim: documented(
    'dns-page',
    'Forwarding and failover',
    'A server has four seconds to answer; then the next is asked, and the container gets its answer.',
  ),
  given: {
    first: lanHost({ resolves: { 'silent.example': 'silence', 'late.example': 'late 198.51.100.77' } }),
    second: lanHost({ resolves: { '*': '198.51.100.88' } }),
    dns: hostDns({ nameServers: ['{first}', '{second}'] }),
    app: bridge(),
    web: container({ on: 'app' }),
  },
  when: async ({ web }) => {
    const [silent, late] = await Promise.all([
      web.query('silent.example', { timeoutMs: 12_000 }),
      web.query('late.example', { timeoutMs: 12_000 }),
    ]);
    return { silent, late };
  },
  expect: ({ first, second, host }, { silent, late }) => [
    responded(silent, 'NOERROR', '198.51.100.88'),
    host.uplink.sawTimes(1, sentTo(first, dnsQuery('silent.example'))),
    host.uplink.sawTimes(1, sentTo(second, dnsQuery('silent.example'))),
    host.uplink.sawSpaced({ atLeastMs: 3900, atMostMs: 4900 }, dnsQuery('silent.example')),
    responded(late, 'NOERROR', '198.51.100.77'), // after 2.5 s
    host.uplink.saw(sentTo(first, dnsQuery('late.example'))),
    host.uplink.neverSaw(sentTo(second, dnsQuery('late.example'))),
  ],
  // a server that fails is not waited for
  sabotage: withGiven({ first: lanHost({ resolves: { '*': 'SERVFAIL' } }) }),
  needs: { dns: null },
  notOnHost: 'it changes the host’s resolv.conf',
});
