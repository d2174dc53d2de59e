import { answered, bridge, conformance, container, documented, localhost, none, same, withGiven } from 'docknet';

export default conformance({
  id: 'none/no-ipv6-loopback',
  title: 'a container on the none network has no IPv6 address on its loopback',
  claim: documented('none-page', 'Introduction', 'No IPv6 loopback address is configured in such a container.'),
  given: { web: container({ on: 'none' }) },
  when: async ({ web }) => ({ ping: await web.ping(localhost), addresses: await web.addresses({ family: 6 }) }),
  expect: (_, { ping, addresses }) => [answered(ping), none('lo has no IPv6 address', addresses)],
  known: [
    {
      engines: '>=26.0.0',
      because: 'IPv6 is on for every container’s loopback since 26.0 (ipv6/loopback-everywhere)',
      instead: (_, { ping, addresses }) => [
        answered(ping),
        same('the IPv6 addresses are', addresses, [{ interface: 'lo', address: '::1', prefix: 128 }]),
      ],
    },
  ],
  sabotage: withGiven({ dual: bridge({}, { ipv6: 'fd00:db8:d::/64' }), web: container({ on: 'dual' }) }),
});
