import {
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  echoRequest,
  lanHost,
  resolved,
  sentTo,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/names-stay-inside',
  title: 'a query for a container’s name does not leave the container',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'The embedded resolver answers inside the container: a lookup of a container’s name appears neither on the ' +
      'bridge nor on the uplink.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    app: bridge(),
    web: container({ on: 'app', captureLo: true }),
    db: container({ on: 'app' }),
  },
  when: async ({ app, web, db }) => {
    const [name, external] = await Promise.all([
      web.lookup(db.name),
      web.lookup('shop.example'),
      web.ping(app.gateway),
    ]);
    return { name, external };
  },
  expect: ({ app, web, db, resolver, host }, { name, external }) => [
    resolved(name, db),
    web.lo.saw(sentTo('127.0.0.11', dnsQuery(db.name))),
    web.lo.saw(dnsAnswer(db.name, db)),
    web.eth0.saw(echoRequest(web, app.gateway)), // controls: each point recorded another frame
    web.eth0.neverSaw(dnsQuery(db.name)),
    app.bridge.saw(echoRequest(web, app.gateway)),
    app.bridge.neverSaw(dnsQuery(db.name)),
    resolved(external, '198.51.100.77'),
    host.uplink.saw(sentTo(resolver, dnsQuery('shop.example'))),
    host.uplink.neverSaw(dnsQuery(db.name)),
  ],
  sabotage: withGiven({ blue: bridge(), db: container({ on: 'blue' }) }), // the resolver must forward an unknown name
  needs: { dns: null },
});
