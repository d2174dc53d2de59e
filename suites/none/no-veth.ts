import { conformance, container, different, documented, none, sameLinks, withGiven } from 'docknet';

export default conformance({
  id: 'none/no-veth',
  title: 'starting a container on the none network creates no interface on the host',
  claim: documented('notes', '3.6. None network', 'No veth pair is created.'),
  given: { web: container({ on: 'none', started: false }) },
  when: async ({ web, host }) => {
    const before = await host.links();
    await web.start();
    const after = await host.links();
    return { before, after, veths: await web.veths(), own: await web.netns(), host: await host.netns() };
  },
  expect: (_, { before, after, veths, own, host }) => [
    different('the network namespaces of web and of the host', own, host),
    sameLinks('starting web adds no interface to the host', before, after),
    none('web has no veth', veths),
  ],
  sabotage: withGiven({ web: container({ started: false }) }),
  notOnHost: 'others may start containers on the machine at the same time',
});
