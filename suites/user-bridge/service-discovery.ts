import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  journey,
  resolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'user-bridge/service-discovery',
  title: 'containers on a user-defined bridge resolve and reach each other by name',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'Service discovery by DNS: a container resolves another on the same network by name.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }), db: container({ on: 'app' }) },
  when: async ({ web, db }) => ({ lookup: await web.lookup(db.name), ping: await web.ping(db.name) }),
  expect: ({ web, db }, { lookup, ping }) => [
    resolved(lookup, db),
    answered(ping),
    // The bridge forwards from port to port; its own interface shows only what is for the host.
    journey([web.eth0, echoRequest(web, db)], [db.eth0, echoRequest(web, db)]),
    journey([db.eth0, echoReply(db, web)], [web.eth0, echoReply(db, web)]),
  ],
  sabotage: withGiven({ blue: bridge(), db: container({ on: 'blue' }) }),
});
