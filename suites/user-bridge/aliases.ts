import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  journey,
  lanHost,
  resolved,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'user-bridge/aliases',
  title: 'a network alias resolves on its network only',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'Service discovery by DNS (extended): a container’s alias on a network resolves like its name, on that network.',
  ),
  given: {
    // answers at once that it does not know the alias
    resolver: lanHost({ resolves: { 'other.example': '198.51.100.77' } }),
    red: bridge(),
    blue: bridge(),
    db: container({ on: 'red', aliases: ['database'], alsoOn: ['blue'] }),
    redWeb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue' }),
  },
  when: async ({ db, redWeb, blueWeb }) => {
    const [byAlias, ping, elsewhere, byName] = await Promise.all([
      redWeb.lookup('database'),
      redWeb.ping('database'),
      blueWeb.lookup('database'),
      blueWeb.lookup(db.name),
    ]);
    return { byAlias, ping, elsewhere, byName };
  },
  expect: ({ blue, db, redWeb }, { byAlias, ping, elsewhere, byName }) => [
    resolved(byAlias, db),
    answered(ping),
    journey([redWeb.eth0, echoRequest(redWeb, db)], [db.eth0, echoRequest(redWeb, db)]),
    unresolved(elsewhere),
    resolved(byName, db.attachment(blue)), // control: on blue its name resolves
  ],
  sabotage: withGiven({
    db: container({ on: 'red', alsoOn: ['blue'] }),
    blueWeb: container({ on: 'blue', aliases: ['database'] }),
  }),
});
