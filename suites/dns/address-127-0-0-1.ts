import {
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  resolved,
  sentTo,
  tablesOf,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/address-127-0-0-1',
  title: 'the embedded resolver is asked at 127.0.0.1:53',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'resolv.conf says that the resolver is at 127.0.0.1:53, and queries for that address are the ones redirected.',
  ),
  given: { app: bridge(), web: container({ on: 'app', captureLo: true }) },
  when: async ({ web }) => {
    const before = await web.firewall();
    const lookup = await web.lookup(web.name);
    const direct = await web.sh('nslookup -type=a -timeout=1 -retry=1 direct.example 127.0.0.1 2>&1');
    return { file: await web.read('/etc/resolv.conf'), before, lookup, direct, after: await web.firewall() };
  },
  expect: ({ web }, { file, before, lookup, after }) => [
    resolved(lookup, web),
    that('resolv.conf names 127.0.0.1', /^nameserver 127\.0\.0\.1$/m.test(file), file),
    web.lo.saw(sentTo('127.0.0.1', dnsQuery(web.name))),
    tablesOf('web', before, after).rule('nat', 'OUTPUT -d 127.0.0.1 -j DOCKER_OUTPUT').matched(),
  ],
  sabotage: withGiven({ web: container({ captureLo: true }) }),
  known: [
    {
      engines: '*',
      because:
        'the address is 127.0.0.11, as the same section’s own listings show; at 127.0.0.1 nothing is redirected and nothing answers',
      instead: ({ web }, { file, before, lookup, direct, after }) => [
        resolved(lookup, web),
        that('resolv.conf names 127.0.0.11', /^nameserver 127\.0\.0\.11$/m.test(file), file),
        web.lo.saw(sentTo('127.0.0.11', dnsQuery(web.name))),
        web.lo.saw(dnsAnswer(web.name, web)),
        web.lo.neverSaw(sentTo('127.0.0.1', dnsQuery(web.name))),
        tablesOf('web', before, after).rule('nat', 'OUTPUT -d 127.0.0.11 -j DOCKER_OUTPUT').matched(),
        web.lo.saw(sentTo('127.0.0.1', dnsQuery('direct.example'))), // asked there all the same, on port 53:
        that('a question put to 127.0.0.1 is refused', /refused/.test(direct), direct),
      ],
    },
  ],
});
