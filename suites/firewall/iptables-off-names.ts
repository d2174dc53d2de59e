import {
  aboutRules,
  answered,
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  echoRequest,
  engine,
  lanHost,
  none,
  resolved,
  withGiven,
} from 'docknet';

const outside = '203.0.113.9';

export default conformance({
  id: 'firewall/iptables-off-names',
  title: 'with iptables off names resolve on a user-defined network, its own and outside ones',
  claim: documented(
    'fw',
    'Prevent Docker from manipulating firewall rules',
    'Docker’s rules cannot be prevented completely: those in a container’s namespace, for the resolver, are made.',
  ),
  given: {
    daemon: engine({ iptables: false }),
    app: bridge(),
    names: lanHost({ resolves: { 'shop.example': outside } }),
    web: container({ on: 'app', captureLo: true }),
    db: container({ on: 'app' }),
  },
  when: async ({ app, web, db, names, host }) => {
    await names.routeTo(app.subnet, host.address); // nothing is masqueraded
    return {
      rules: await host.ruleset(),
      full: await web.lookup(db.name),
      outer: await web.lookup('shop.example'),
      ping: await web.ping(db),
    };
  },
  expect: ({ web, db, host }, { rules, full, outer, ping }) => [
    aboutRules(none('the host’s firewall has no rule and no chain of Docker’s', rules)),
    resolved(full, db),
    web.lo.saw(dnsAnswer(db.name, db)),
    host.uplink.neverSaw(dnsQuery(db.name)),
    resolved(outer, outside),
    host.uplink.saw(dnsQuery('shop.example')),
    answered(ping),
    db.eth0.saw(echoRequest(web, db)),
  ],
  // On docker0 there is no resolver.
  sabotage: withGiven({ web: container({ captureLo: true }), db: container() }),
});
