import {
  answered,
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  echoRequest,
  hostDns,
  lanHost,
  responded,
  sentTo,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/no-server-public',
  title: 'if the host names no name server, a container of a user-defined network asks 8.8.8.8',
  claim: documented(
    'dns-page',
    'Upstream servers',
    'If the host’s resolv.conf has no name servers, Docker uses 8.8.8.8 and 8.8.4.4.',
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
    return { outside, own: await web.query('db'), ping: await web.ping(server) };
  },
  expect: ({ db, server, host }, { own, ping }) => [
    host.uplink.saw(sentTo('8.8.8.8', dnsQuery('shop.example'))),
    responded(own, 'NOERROR', db),
    answered(ping),
    host.uplink.saw(echoRequest(host, server)),
  ],
  sabotage: withGiven({ dns: hostDns({ nameServers: ['{server}'] }) }),
  known: [
    {
      engines: '>=28.0.0',
      because: 'only docker0 falls back to public servers (see dns/no-server-servfail)',
      instead: ({ db, server, host }, { outside, own, ping }) => [
        responded(outside, 'SERVFAIL'),
        responded(own, 'NOERROR', db),
        answered(ping),
        host.uplink.saw(echoRequest(host, server)),
        host.uplink.neverSaw(dnsQuery('shop.example')),
      ],
    },
  ],
  needs: { dns: null, 'ip-masq': true },
  notOnHost: 'it changes the host’s resolv.conf',
});
