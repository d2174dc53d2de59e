import {
  answered,
  bridge,
  conformance,
  container,
  dnsQuery,
  dnsResponse,
  documented,
  echoRequest,
  hostDns,
  lanHost,
  none,
  responded,
  sentTo,
  that,
  unansweredQuery,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/no-server-servfail',
  title: 'if the host names no name server, a container of a user-defined network gets SERVFAIL at once',
  claim: documented(
    'rn-28',
    '28.0',
    'Only docker0 falls back to public name servers; the resolver of a user-defined network forwards nothing.',
  ),
  given: {
    server: lanHost(),
    dns: hostDns({ nameServers: [] }),
    app: bridge(),
    db: container({ on: 'app', aliases: ['db'] }),
    web: container({ on: 'app', captureLo: true }),
  },
  when: async ({ server, web, host }) => {
    await host.addRoute('default', { via: server });
    const outside = await web.query('shop.example', { timeoutMs: 1500 });
    return { outside, own: await web.query('db'), ping: await web.ping(server), conf: await web.resolvConf() };
  },
  expect: ({ web, db, server, host }, { outside, own, ping, conf }) => [
    responded(outside, 'SERVFAIL'),
    web.lo.saw(dnsResponse('shop.example', 'SERVFAIL')),
    responded(own, 'NOERROR', db),
    answered(ping),
    host.uplink.saw(echoRequest(host, server)), // control
    host.uplink.neverSaw(dnsQuery('shop.example')),
    that('the file says so', conf.comments.includes('NO EXTERNAL NAMESERVERS DEFINED'), conf.comments),
  ],
  sabotage: withGiven({ dns: hostDns({ nameServers: ['{server}'] }) }),
  known: [
    {
      engines: '<28.0.0',
      because: 'the resolver of a user-defined network falls back to public servers, too (see dns/no-server-public)',
      instead: ({ web, db, server, host }, { outside, own, ping }) => [
        unansweredQuery(outside), // nobody has that address here
        web.lo.saw(dnsQuery('shop.example')),
        host.uplink.saw(sentTo('8.8.8.8', dnsQuery('shop.example'))),
        responded(own, 'NOERROR', db),
        answered(ping),
        host.uplink.saw(echoRequest(host, server)),
      ],
    },
    {
      engines: '>=28.0.0 <28.1.1',
      because: 'the file does not say that there is no server before 28.1.1',
      instead: ({ db, server, host }, { outside, own, ping, conf }) => [
        responded(outside, 'SERVFAIL'),
        responded(own, 'NOERROR', db),
        answered(ping),
        host.uplink.saw(echoRequest(host, server)),
        host.uplink.neverSaw(dnsQuery('shop.example')),
        none(
          'the file does not say so',
          conf.comments.filter((line) => line.includes('NO EXTERNAL')),
        ),
      ],
    },
  ],
  needs: { dns: null, 'ip-masq': true },
  notOnHost: 'it changes the host’s resolv.conf',
});
