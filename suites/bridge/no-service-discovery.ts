import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  resolved,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'bridge/no-service-discovery',
  title: 'on the default bridge a container’s name does not resolve',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'The default bridge has no service discovery: containers need each other’s addresses.',
  ),
  // web's resolv.conf names resolver, which serves no names.
  given: { web: container(), db: container(), app: bridge(), appDb: container({ on: 'app' }), resolver: lanHost() },
  when: ({ web, db, appDb }) => Promise.all([web.lookup(db.name, { timeoutMs: 1000 }), appDb.lookup(appDb.name)]),
  expect: ({ host, db, appDb }, [onDefault, onUserBridge]) => [
    unresolved(onDefault),
    host.docker0.bridge.saw(dnsQuery(db.name)), // no embedded resolver: the query goes to the host's name server
    resolved(onUserBridge, appDb), // control: the same lookup on a user-defined bridge
  ],
  sabotage: withGiven({ web: container({ on: 'app' }), db: container({ on: 'app' }) }),
});
