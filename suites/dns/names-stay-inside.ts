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
  title: 'a question for a container’s name never leaves the container',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'The embedded resolver answers inside the container: a lookup of a container’s name is seen neither on the bridge nor on the uplink.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    app: bridge(),
    web: container({ on: 'app', captureLo: true }),
    db: container({ on: 'app' }),
  },
  when: async ({ app, web, db }) => {
    const [name, foreign] = await Promise.all([web.lookup(db.name), web.lookup('shop.example'), web.ping(app.gateway)]);
    return { name, foreign };
  },
  expect: ({ app, web, db, resolver, host }, { name, foreign }) => [
    resolved(name, db),
    web.lo.saw(sentTo('127.0.0.11', dnsQuery(db.name))),
    web.lo.saw(dnsAnswer(db.name, db)),
    web.eth0.saw(echoRequest(web, app.gateway)), // the controls: something else was seen at each of these points
    web.eth0.neverSaw(dnsQuery(db.name)),
    app.bridge.saw(echoRequest(web, app.gateway)),
    app.bridge.neverSaw(dnsQuery(db.name)),
    resolved(foreign, '198.51.100.77'),
    host.uplink.saw(sentTo(resolver, dnsQuery('shop.example'))),
    host.uplink.neverSaw(dnsQuery(db.name)),
  ],
  sabotage: withGiven({ other: bridge(), db: container({ on: 'other' }) }), // a name that the resolver does not know it must ask for
});
