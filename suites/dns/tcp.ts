import {
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  lanHost,
  overTcp,
  responded,
  succeeded,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/tcp',
  title: 'the embedded resolver answers over TCP as over UDP',
  claim: documented('dns-page', 'When the embedded DNS server is used', '127.0.0.11 listens on UDP and TCP port 53.'),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77', 'long.example': 'truncated 198.51.100.78' } }),
    app: bridge(),
    db: container({ on: 'app', aliases: ['db'] }),
    web: container({ on: 'app', captureLo: true }),
  },
  when: async ({ web }) => {
    const first = {
      own: await web.query('db', { over: 'tcp' }),
      outside: await web.query('shop.example', { over: 'tcp' }),
      whole: await web.query('long.example', { over: 'tcp' }),
      unknown: await web.query('unknown.example', { over: 'tcp' }),
      cut: await web.query('long.example'),
      udp: await web.query('db'),
    };
    const restarted = await web.restart();
    return { ...first, restarted, again: [await web.query('db', { over: 'tcp' }), await web.query('db')] };
  },
  expect: ({ web, db, resolver }, { own, outside, whole, unknown, cut, udp, restarted, again }) => [
    responded(own, 'NOERROR', db),
    web.lo.saw(overTcp(dnsAnswer('db', db, 600))),
    responded(outside, 'NOERROR', '198.51.100.77'),
    resolver.eth0.saw(dnsQuery('shop.example')),
    responded(whole, 'NOERROR', '198.51.100.78'), // asked over TCP there, too
    responded(unknown, 'NXDOMAIN'),
    responded(cut, 'NOERROR'),
    that('the answer over UDP is marked as truncated', cut.truncated, cut),
    responded(udp, 'NOERROR', db),
    succeeded(restarted),
    ...again.map((answer) => responded(answer, 'NOERROR', db)),
  ],
  // without a user-defined network there is no such resolver
  sabotage: withGiven({ web: container({ captureLo: true }) }),
  needs: { dns: null },
});
