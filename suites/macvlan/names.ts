import {
  answered,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  lanHost,
  macvlan,
  resolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/names',
  title: 'containers of a macvlan network find each other by name at their addresses on the LAN',
  claim: documented(
    'macvlan-page',
    'Introduction',
    'A macvlan network is a user-defined network: its containers resolve each other’s names.',
  ),
  given: {
    lan: macvlan(),
    web: container({ on: 'lan', captureLo: true }),
    db: container({ on: 'lan', aliases: ['store'] }),
    server: lanHost({ resolves: { 'shop.example': '192.0.2.80' } }),
  },
  when: async ({ web, db }) => ({
    name: await web.lookup(db.name),
    alias: await web.lookup('store'),
    outside: await web.lookup('shop.example'),
    ping: await web.ping(db),
  }),
  expect: ({ web, db, host }, { name, alias, outside, ping }) => [
    resolved(name, db),
    resolved(alias, db),
    resolved(outside, '192.0.2.80'),
    answered(ping),
    web.lo.saw(dnsAnswer('store', db)),
    host.uplink.saw(dnsQuery('shop.example')),
    host.uplink.neverSaw(dnsQuery('store')),
  ],
  sabotage: withGiven({ db: container() }),
});
