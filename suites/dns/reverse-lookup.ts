import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  reverseName,
  reverseResolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/reverse-lookup',
  title: 'the embedded resolver resolves a container’s address to its name and network',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'A ping by name reports replies from db.mynet: the address resolves to the container’s name, a dot and the ' +
      'network’s name.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'other.example': '198.51.100.77' } }),
    app: bridge(),
    web: container({ on: 'app', captureLo: true }),
    db: container({ on: 'app' }),
  },
  when: ({ web, db }) => web.reverseLookup(db),
  expect: ({ app, web, db }, lookup) => [
    web.lo.saw(dnsQuery(reverseName(db))),
    reverseResolved(lookup, `${db.name}.${app.name}`),
  ],
  sabotage: withGiven({ blue: bridge(), db: container({ on: 'blue' }) }),
});
