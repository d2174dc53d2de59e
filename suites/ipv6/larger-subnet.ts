import { answered, bridge, conformance, container, documented, echoRequest, same, withGiven } from 'docknet';

export default conformance({
  id: 'ipv6/larger-subnet',
  title: 'a network can have an IPv6 subnet larger than /64, with ranges and addresses anywhere in it',
  claim: documented('rn-28', '28.0', 'IPAM handles subnets larger than /64.'),
  given: {
    app: bridge({}, { ipv6: { subnet: 'fd00:d0c::/48', range: 'fd00:d0c:0:ff00::/56' } }),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
    far: container({ on: 'app', ip6: 'fd00:d0c:0:1:2:3:4:5' }),
  },
  when: async ({ web, db, far }) => ({ near: await web.ping(db.ipv6), ping: await web.ping(far.ipv6) }),
  expect: ({ web, db, far }, { near, ping }) => [
    same('the addresses are', [web, db, far].map(({ ipv6 }) => ipv6.address).sort(), [
      'fd00:d0c:0:1:2:3:4:5',
      'fd00:d0c:0:ff00::1',
      'fd00:d0c:0:ff00::2',
    ]),
    answered(near),
    answered(ping),
    far.eth0.saw(echoRequest(web.ipv6, far.ipv6)),
  ],
  sabotage: withGiven({ app: bridge({}, { ipv6: 'fd00:d0c::/48' }) }),
  appliesTo: { engines: '>=28.0.0', because: 'before engine 28 such a subnet is refused' },
});
