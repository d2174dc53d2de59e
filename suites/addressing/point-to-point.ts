import { answered, bridge, conformance, container, documented, failed, same, withGiven } from 'docknet';

export default conformance({
  id: 'addressing/point-to-point',
  title: 'in a /31 both addresses are used: one for the host, one for a container',
  claim: documented(
    'moby',
    'Point-to-point subnets (#42626)',
    'A /31 has two addresses and neither a network’s nor a broadcast address (RFC 3021): none is set aside.',
  ),
  given: {
    app: bridge({}, { subnet: '10.30.3.0/31' }),
    web: container({ on: 'app' }),
    db: container({ on: 'app', started: false }),
  },
  when: async ({ app, web, db, host }) => {
    const first = { addresses: [app.gateway, web.address].sort(), pings: [await host.ping(web), await web.ping(host)] };
    const full = await db.start();
    await web.remove();
    await db.start();
    return { first, full, address: db.address, ping: await host.ping(db) };
  },
  expect: (_, { first, full, address, ping }) => [
    same('the host and web have', first.addresses, ['10.30.3.0', '10.30.3.1']),
    ...first.pings.map(answered),
    failed(full, 'no available IPv4 addresses'),
    same('after web was removed, db has', address, first.addresses[1]),
    answered(ping),
  ],
  sabotage: withGiven({ app: bridge({}, { subnet: '10.30.3.0/30' }) }),
  appliesTo: { engines: '>=23.0.0', because: 'before 23.0 the engine set both addresses of a /31 aside' },
});
