import { conformance, container, different, documented, withGiven } from 'docknet';

export default conformance({
  id: 'namespace/own-netns',
  title: 'a container on a bridge has a network namespace of its own',
  claim: documented(
    'notes',
    '2. Deep dive - network namespace',
    'The engine creates a network namespace for each container and starts the container in it.',
  ),
  given: { web: container(), db: container() },
  when: async ({ web, db, host }) => ({ web: await web.netns(), db: await db.netns(), host: await host.netns() }),
  expect: (_, netns) => [
    different('the network namespaces of web and of the host', netns.web, netns.host),
    different('the network namespaces of db and of the host', netns.db, netns.host),
    different('the network namespaces of web and of db', netns.web, netns.db),
  ],
  sabotage: withGiven({ web: container({ on: 'host' }) }),
});
