import { bridge, conformance, container, dnsQuery, documented, lanHost, responded, sentTo, withGiven } from 'docknet';

const own = '127.0.0.11';

export default conformance({
  id: 'dns/own-address-ignored',
  title: 'the embedded resolver’s own address among the name servers of a container is not asked',
  claim: documented(
    'rn-26',
    '26.1',
    'The internal server’s own address as an external one is ignored, to avoid unproductive recursion.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    app: bridge(),
    web: container({ on: 'app', dns: [own, '{resolver}'], captureLo: true }),
    alone: container({ on: 'app', dns: [own] }),
  },
  when: async ({ web, alone }) => ({
    name: await web.query(web.name),
    outside: await web.query('shop.example', { timeoutMs: 3000 }),
    none: await alone.query('none.example', { timeoutMs: 3000 }),
  }),
  expect: ({ web, host }, { name, outside, none }) => [
    responded(name, 'NOERROR', web),
    responded(outside, 'NOERROR', '198.51.100.77'),
    web.lo.sawTimes(1, sentTo(own, dnsQuery('shop.example'))), // web’s own
    host.uplink.sawTimes(1, dnsQuery('shop.example')),
    responded(none, 'SERVFAIL'),
    host.uplink.neverSaw(dnsQuery('none.example')),
  ],
  sabotage: withGiven({ web: container({ on: 'app', dns: [own], captureLo: true }) }),
  appliesTo: { engines: '>=26.1.3', because: 'before that it asks itself again and again, until it is full' },
  needs: { dns: null },
});
