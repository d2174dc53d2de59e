import {
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  firewallOf,
  localhost,
  refused,
  resolved,
  same,
  sentTo,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/address-127-0-0-1',
  title: 'the embedded resolver is at 127.0.0.1:53',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'resolv.conf names 127.0.0.1, and queries to 127.0.0.1:53 are redirected to the resolver.',
  ),
  given: { app: bridge(), web: container({ on: 'app', captureLo: true }) },
  when: async ({ web }) => {
    const before = await web.firewall();
    const lookup = await web.lookup(web.name);
    const direct = await web.lookup('direct.example', { server: localhost, timeoutMs: 1000 });
    return { resolvConf: await web.resolvConf(), before, lookup, direct, after: await web.firewall() };
  },
  expect: ({ web }, { resolvConf, before, lookup, after }) => [
    resolved(lookup, web),
    same('the name servers of web are', resolvConf.nameServers, [localhost]),
    web.lo.saw(sentTo(localhost, dnsQuery(web.name))),
    firewallOf(before, after).rule('nat', 'OUTPUT -d 127.0.0.1 -j DOCKER_OUTPUT').matched(),
  ],
  sabotage: withGiven({ web: container({ captureLo: true }) }),
  known: [
    {
      engines: '*',
      because:
        'the address is 127.0.0.11, as the same section’s listings show; queries to 127.0.0.1 are not redirected ' +
        'and not answered',
      instead: ({ web }, { resolvConf, before, lookup, direct, after }) => [
        resolved(lookup, web),
        same('the name servers of web are', resolvConf.nameServers, ['127.0.0.11']),
        web.lo.saw(sentTo('127.0.0.11', dnsQuery(web.name))),
        web.lo.saw(dnsAnswer(web.name, web)),
        web.lo.neverSaw(sentTo(localhost, dnsQuery(web.name))),
        firewallOf(before, after).rule('nat', 'OUTPUT -d 127.0.0.11 -j DOCKER_OUTPUT').matched(),
        web.lo.saw(sentTo(localhost, dnsQuery('direct.example'))), // asked there too, on port 53
        refused(direct),
      ],
    },
  ],
});
