import {
  aboutRules,
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  listeningPort,
  nftablesEngine,
  none,
  notListening,
  resolved,
  sentTo,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'nftables/dns-without-iptables',
  title: 'names resolve at 127.0.0.11, and iptables has no rule in the container',
  claim: documented(
    'nftables',
    'Introduction',
    'For DNS, Docker makes nftables rules in the container’s network namespace.',
  ),
  given: {
    daemon: nftablesEngine(),
    app: bridge(),
    web: container({ on: 'app', captureLo: true }),
    db: container({ on: 'app' }),
  },
  when: async ({ web, db }) => ({
    lookup: await web.lookup(db.name),
    listeners: await web.listeners(),
    rules: await web.ruleset(),
  }),
  expect: ({ web, db }, { lookup, listeners, rules }) => [
    resolved(lookup, db),
    web.lo.saw(sentTo('127.0.0.11', dnsQuery(db.name))),
    web.lo.saw(dnsAnswer(db.name, db.address, 600)),
    notListening(listeners, { port: 53 }), // a rule leads the query to the resolver's port
    that(
      'the resolver listens on another port',
      listeningPort(listeners, { protocol: 'udp', address: '127.0.0.11' }) !== 0,
      listeners.sockets,
    ),
    aboutRules(none('the container’s iptables has no rule and no chain', rules)),
  ],
  sabotage: withGiven({ web: container({ captureLo: true }) }), // docker0 has no resolver
});
