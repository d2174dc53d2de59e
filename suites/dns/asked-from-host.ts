import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  echoRequest,
  lanHost,
  none,
  responded,
  sentBy,
  sentTo,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/asked-from-host',
  title: 'the host’s name servers are asked by the host itself, and no query crosses the container’s bridge',
  claim: documented(
    'dns-page',
    'Upstream servers',
    'Queries to the servers of the host’s resolv.conf are sent from the host’s network namespace; the container’s ' +
      'file lists such a server as host(ADDRESS).',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77', 'other.example': '198.51.100.78' } }),
    app: bridge(),
    web: container({ on: 'app' }),
  },
  when: async ({ app, web, host }) => {
    const open = await web.query('shop.example');
    await host.iptables('-I FORWARD -p udp --dport 53 -j DROP');
    const [dropped, ping] = [await web.query('other.example', { timeoutMs: 2000 }), await web.ping(app.gateway)];
    return { open, dropped, ping, conf: await web.resolvConf() };
  },
  expect: ({ app, web, resolver, host }, { open, dropped, conf }) => [
    responded(open, 'NOERROR', '198.51.100.77'),
    host.uplink.saw(sentBy(host, sentTo(resolver, dnsQuery('shop.example')))),
    app.bridge.saw(echoRequest(web, app.gateway)), // control
    app.bridge.neverSaw(dnsQuery('shop.example')),
    responded(dropped, 'NOERROR', '198.51.100.78'), // forwarded traffic alone is dropped
    that(
      'the file names the server as the host’s',
      conf.comments.includes(`ExtServers: [host(${resolver.address})]`),
      conf.comments,
    ),
  ],
  // without a user-defined network nothing forwards its queries
  sabotage: withGiven({ web: container() }),
  known: [
    {
      engines: '<28.0.0',
      because: 'a server that the container can reach is asked from the container’s namespace',
      instead: ({ app, web, resolver, host }, { open, dropped, conf }) => [
        responded(open, 'NOERROR', '198.51.100.77'),
        app.bridge.saw(sentBy(web, sentTo(resolver, dnsQuery('shop.example')))),
        host.uplink.saw(sentBy(host, sentTo(resolver, dnsQuery('shop.example')))), // masqueraded
        app.bridge.saw(dnsQuery('other.example')),
        host.uplink.neverSaw(dnsQuery('other.example')),
        none('the dropped query has no record', dropped.answers),
        none(
          'the file names no server as the host’s',
          conf.comments.filter((line) => line.includes('host(')),
        ),
      ],
    },
  ],
  needs: { dns: null },
});
