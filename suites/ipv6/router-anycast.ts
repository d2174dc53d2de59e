import { answered, bridge, conformance, container, documented, failed, same, withGiven } from 'docknet';

const subnet = '10.30.4.0/24';
const gateway = 'fd00:db8:31::2';

export default conformance({
  id: 'ipv6/router-anycast',
  title: 'the first address of an IPv6 subnet is no container’s, the last one is',
  claim: documented(
    'moby',
    'Address sets of the default IPAM driver (#49223)',
    'The first address of an IPv6 subnet stands for its routers (RFC 4291, 2.6.1): no host has it. There is no ' +
      'broadcast address.',
  ),
  given: {
    app: bridge({}, { subnet, ipv6: { subnet: 'fd00:db8:31::/126', gateway } }),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
    late: container({ on: 'app', started: false }),
  },
  when: async ({ web, db, late }) => ({
    addresses: [web.ipv6.address, db.ipv6.address].sort(),
    ping: await web.ping(db.ipv6),
    full: await late.start(),
  }),
  expect: (_, { addresses, ping, full }) => [
    same('the containers have', addresses, ['fd00:db8:31::1', 'fd00:db8:31::3']),
    answered(ping),
    failed(full, 'no available IPv6 addresses'),
  ],
  sabotage: withGiven({ app: bridge({}, { subnet, ipv6: { subnet: 'fd00:db8:31::/125', gateway } }) }),
});
