import { bridge, conformance, container, dnsAnswer, dnsQuery, documented, lanHost, resolved, withGiven } from 'docknet';

export default conformance({
  id: 'dns/answer-ttl',
  title: 'the embedded resolver answers a container’s name with a TTL of 600 s',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'The answer to a query for a container’s name is an A record with its address and TTL 600.',
  ),
  given: {
    app: bridge(),
    db: container({ on: 'app', aliases: ['db'] }),
    web: container({ on: 'app', captureLo: true }),
  },
  when: ({ web }) => web.lookup('db'),
  expect: ({ web, db }, lookup) => [
    resolved(lookup, db),
    web.lo.saw(dnsQuery('db')),
    web.lo.saw(dnsAnswer('db', db, 600)),
  ],
  // Without that alias a name server on the LAN answers, with its own TTL.
  sabotage: withGiven({ db: container({ on: 'app' }), resolver: lanHost({ resolves: { db: '198.51.100.77' } }) }),
});
