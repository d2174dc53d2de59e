import { bridge, conformance, container, dnsQuery, documented, lanHost, that, withGiven } from 'docknet';

/** The name under which an address is looked up: 2.0.18.172.in-addr.arpa for 172.18.0.2 (RFC 1035, section 3.5). */
const reverse = (address: string | null) => `${(address ?? '').split('.').reverse().join('.')}.in-addr.arpa`;

export default conformance({
  id: 'dns/reverse-lookup',
  title: 'the embedded resolver knows a container’s address by its name and its network',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'A ping by name is reported from db.mynet: the address resolves back to the container’s name, a dot and the network’s name.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'other.example': '198.51.100.77' } }),
    app: bridge(),
    web: container({ on: 'app', captureLo: true }),
    db: container({ on: 'app' }),
  },
  when: ({ web, db }) => web.sh(`nslookup -type=ptr -timeout=1 -retry=1 ${reverse(db.address)}`),
  expect: ({ app, web, db }, answer) => [
    web.lo.saw(dnsQuery(reverse(db.address))),
    that(
      `the address of db resolves to ${db.name}.${app.name}`,
      answer.includes(`name = ${db.name}.${app.name}\n`),
      answer,
    ),
  ],
  sabotage: withGiven({ other: bridge(), db: container({ on: 'other' }) }),
});
