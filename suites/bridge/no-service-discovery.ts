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
    'There is no service discovery on the default bridge: containers must know each other’s address.',
  ),
  // resolver: the host that web's resolv.conf names; it is there and serves no names.
  given: { web: container(), db: container(), app: bridge(), shop: container({ on: 'app' }), resolver: lanHost() },
  when: ({ web, db, shop }) => Promise.all([web.lookup(db.name, { timeoutMs: 1000 }), shop.lookup(shop.name)]),
  expect: ({ host, db, shop }, [onDefault, onUserBridge]) => [
    unresolved(onDefault),
    host.docker0.bridge.saw(dnsQuery(db.name)), // no resolver of the engine's: the question goes to the host's own
    resolved(onUserBridge, shop), // the control: the same lookup on a user-defined bridge
  ],
  sabotage: withGiven({ web: container({ on: 'app' }), db: container({ on: 'app' }) }),
});
