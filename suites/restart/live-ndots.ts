import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  engine,
  lanHost,
  resolved,
  responded,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/live-ndots',
  title: 'with live-restore a container’s unknown one-word names are not forwarded if it has ndots:1, as before',
  claim: documented(
    'dns-page',
    'Search domains and ndots',
    'With ndots set, an unknown single-label name gets an empty success; the container’s library then asks with the ' +
      'search domain.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    resolver: lanHost({ resolves: { 'mail.shop.example': '198.51.100.11', '*': 'NXDOMAIN' } }),
    app: bridge(),
    web: container({ on: 'app', dnsOptions: ['ndots:1'], dnsSearch: ['shop.example'], stopSignal: 'SIGKILL' }),
  },
  when: async ({ web, host }) => {
    const look = async () => ({ single: await web.query('mail'), searched: await web.lookup('mail') });
    const before = await look();
    const restarted = await host.restartEngine();
    return { restarted, looks: [before, await look()] as const };
  },
  expect: ({ host }, { restarted, looks }) => [
    succeeded(restarted),
    ...looks.flatMap(({ single, searched }) => [responded(single, 'NOERROR'), resolved(searched, '198.51.100.11')]),
    host.uplink.saw(dnsQuery('mail.shop.example')),
    host.uplink.neverSaw(dnsQuery('mail')),
  ],
  known: [
    {
      engines: '*',
      because: 'the resolver of a restored container does not know of its option ndots, and forwards the name',
      instead: ({ host }, { restarted, looks: [before, after] }) => [
        succeeded(restarted),
        responded(before.single, 'NOERROR'),
        responded(after.single, 'NXDOMAIN'),
        ...[before, after].map(({ searched }) => resolved(searched, '198.51.100.11')),
        host.uplink.saw(dnsQuery('mail')),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': false }) }),
  needs: { dns: null },
});
