import { answered, conformance, container, documented, same, withGiven } from 'docknet';

export default conformance({
  id: 'none/only-loopback',
  title: 'a container on the none network has lo, which works, and nothing else',
  claim: documented('notes', '3.6. None network', 'Only the loopback device is available.'),
  given: { alone: container({ on: 'none' }) },
  when: async ({ alone }) => ({ ping: await alone.ping('127.0.0.1'), links: await alone.links() }),
  expect: (_, { ping, links }) => [
    answered(ping),
    // The kernel may put a tunnel device (tunl0, sit0) into every namespace; it is down and leads nowhere.
    same(
      'the interfaces that are not down are',
      links.filter((link) => link.state !== 'DOWN').map((link) => link.name),
      ['lo'],
    ),
  ],
  sabotage: withGiven({ alone: container() }),
});
