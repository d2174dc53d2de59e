import { conformance, container, documented, same, that, withGiven } from 'docknet';

export default conformance({
  id: 'host/no-veth',
  title: 'starting a host-network container creates no interface on the host',
  claim: documented('notes', '3.5. Host network', 'No veth pair is made on the host.'),
  given: { web: container({ on: 'host', started: false }) },
  when: async ({ web, host }) => {
    const before = await host.links();
    await web.start();
    const after = await host.links();
    return { added: after.filter((link) => !before.some((old) => old.index === link.index)), uses: await web.links() };
  },
  expect: ({ host }, { added, uses }) => [
    same(
      'the interfaces that starting web added to the host are',
      added.map((link) => link.name),
      [],
    ),
    that(
      'web has the host’s own uplink',
      uses.some((link) => link.name === host.uplink.name),
      uses.map((link) => link.name),
    ),
  ],
  sabotage: withGiven({ web: container({ started: false }) }),
  notOnHost: 'others may start containers on this machine at the same time',
});
