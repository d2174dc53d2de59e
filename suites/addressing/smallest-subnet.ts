import { answered, bridge, conformance, container, documented, failed, same, withGiven } from 'docknet';

export default conformance({
  id: 'addressing/smallest-subnet',
  title: 'in a /30 there is one address for a container: neither the network’s nor the broadcast address',
  claim: documented(
    'moby',
    'Address sets of the default IPAM driver (#49223)',
    'The first and the last address of a subnet stand for the subnet and for all its hosts: no host has them.',
  ),
  given: {
    app: bridge({}, { subnet: '10.30.2.0/30' }),
    web: container({ on: 'app' }),
    db: container({ on: 'app', started: false }),
  },
  when: async ({ web, db, host }) => {
    const first = { address: web.address, ping: await host.ping(web) };
    const full = await db.start();
    await web.remove();
    await db.start();
    return { first, full, ping: await host.ping(db) };
  },
  expect: ({ db }, { first, full, ping }) => [
    same('web has', first.address, '10.30.2.2'),
    answered(first.ping),
    failed(full, 'no available IPv4 addresses'),
    same('after web was removed, db has', db.address, '10.30.2.2'),
    answered(ping),
  ],
  sabotage: withGiven({ app: bridge({}, { subnet: '10.30.2.0/29' }) }),
});
