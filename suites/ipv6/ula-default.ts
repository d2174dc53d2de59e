import {
  answered,
  bridge,
  conformance,
  container,
  different,
  documented,
  echoReply,
  echoRequest,
  isUniqueLocal,
  journey,
  namingMac,
  neighbourAdvertisement,
  neighbourSolicitation,
  same,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/ula-default',
  title: 'a network with --ipv6 and no IPv6 subnet gets a /64 of unique local addresses, which its containers use',
  claim: documented(
    'ipv6-page',
    'Dynamic IPv6 subnet allocation',
    'Without an IPv6 subnet the engine takes one from the unique local addresses, of 64 bits for each network.',
  ),
  given: {
    red: bridge({}, { ipv6: true }),
    blue: bridge({}, { ipv6: true }),
    web: container({ on: 'red' }),
    db: container({ on: 'red' }),
  },
  when: async ({ web, db }) => ({
    ping: await web.ping(db.ipv6),
    ping4: await web.ping(db),
    addresses: await web.addresses({ family: 6 }),
  }),
  expect: ({ red, blue, web, db }, { ping, ping4, addresses }) => [
    answered(ping),
    answered(ping4),
    red.bridge.saw(neighbourSolicitation(db.ipv6, { from: web.ipv6 })),
    web.eth0.saw(namingMac(db.mac, neighbourAdvertisement(db.ipv6))),
    journey([web.eth0, echoRequest(web.ipv6, db.ipv6)], [db.eth0, echoRequest(web.ipv6, db.ipv6)]),
    journey([db.eth0, echoReply(db.ipv6, web.ipv6)], [web.eth0, echoReply(db.ipv6, web.ipv6)]),
    journey([web.eth0, echoRequest(web, db)], [db.eth0, echoRequest(web, db)]),
    ...[red, blue].map(({ key, ipv6: { subnet } }) =>
      that(
        `the subnet of ${key} is a /64 of unique local addresses`,
        isUniqueLocal(subnet) && subnet.endsWith('/64'),
        subnet,
      ),
    ),
    different('the IPv6 subnets', red.ipv6.subnet, blue.ipv6.subnet),
    same(
      'the prefix of web’s address has',
      addresses.filter(({ address }) => address === web.ipv6.address).map(({ prefix }) => prefix),
      [64],
    ),
  ],
  appliesTo: {
    engines: '>=27.0.0',
    because: 'engines before 27 need a subnet or a pool for --ipv6 (ipv6/subnet-needed)',
  },
  sabotage: withGiven({ red: bridge({}, { ipv6: '2001:db8:0:1::/64' }) }),
});
