import { conformance, container, documented, sameLinks, that, withGiven } from 'docknet';

export default conformance({
  id: 'host/no-veth',
  title: 'starting a host-network container creates no interface on the host',
  claim: documented('notes', '3.5. Host network', 'No veth pair is created on the host.'),
  given: { web: container({ on: 'host', started: false }) },
  when: async ({ web, host }) => {
    const before = await host.links();
    await web.start();
    return { before, after: await host.links(), inside: await web.links() };
  },
  expect: ({ host }, { before, after, inside }) => [
    sameLinks('starting web adds no interface to the host', before, after),
    that(
      'web has the host’s uplink',
      inside.some(({ name }) => name === host.uplink.name),
      inside.map(({ name }) => name),
    ),
  ],
  sabotage: withGiven({ web: container({ started: false }) }),
  notOnHost: 'others may start containers on the machine at the same time',
});
