import { conformance, container, different, documented, same, withGiven } from 'docknet';

export default conformance({
  id: 'none/no-veth',
  title: 'starting a container on the none network creates no interface on the host',
  claim: documented('notes', '3.6. None network', 'No veth pair is made.'),
  given: { alone: container({ on: 'none', started: false }) },
  when: async ({ alone, host }) => {
    const before = await host.links();
    await alone.start();
    const after = await host.links();
    return {
      added: after.filter((link) => !before.some((old) => old.index === link.index)),
      inside: await alone.links(),
      own: await alone.netns(),
      host: await host.netns(),
    };
  },
  expect: (_, { added, inside, own, host }) => [
    different('the network namespaces of alone and of the host', own, host), // a namespace of its own, and no cable to it
    same(
      'the interfaces that starting alone added to the host are',
      added.map((link) => link.name),
      [],
    ),
    same(
      'the veths in alone are',
      inside.filter((link) => link.type === 'veth').map((link) => link.name),
      [],
    ),
  ],
  sabotage: withGiven({ alone: container({ started: false }) }),
  notOnHost: 'others may start containers on this machine at the same time',
});
