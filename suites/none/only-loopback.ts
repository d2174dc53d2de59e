import { answered, conformance, container, documented, localhost, same, withGiven } from 'docknet';

export default conformance({
  id: 'none/only-loopback',
  title: 'a container on the none network has a working lo and no other interface',
  claim: documented('notes', '3.6. None network', 'Only the loopback device is available.'),
  given: { web: container({ on: 'none' }) },
  when: async ({ web }) => ({ ping: await web.ping(localhost), links: await web.links() }),
  expect: (_, { ping, links }) => [
    answered(ping),
    // The kernel may add a tunnel device (tunl0, sit0) to every namespace; it is down.
    same(
      'the interfaces that are not down are',
      links.filter((link) => link.state !== 'DOWN').map((link) => link.name),
      ['lo'],
    ),
  ],
  sabotage: withGiven({ web: container() }),
});
