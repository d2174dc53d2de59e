import { conformance, container, documented, failed, lanHost, notListening, refused, withGiven } from 'docknet';

const shared = { on: 'container:web', started: false } as const;

export default conformance({
  id: 'shared/options-refused',
  title: 'a container that shares another’s network has no ports, names or name servers of its own',
  claim: documented(
    'overview',
    'Container networks',
    'Publishing, --hostname, --dns, --add-host and other options are not for containers with --network container:.',
  ),
  given: {
    web: container({ serve: 80 }),
    published: container({ ...shared, publish: ['8080:80'] }),
    named: container({ ...shared, hostname: 'shop' }),
    resolving: container({ ...shared, dns: ['198.51.100.11'] }),
    listing: container({ ...shared, extraHosts: ['shop:198.51.100.11'] }),
    client: lanHost(),
  },
  when: async ({ published, named, resolving, listing, host, client }) => ({
    attempts: [await published.start(), await named.start(), await resolving.start(), await listing.start()],
    listeners: await host.listeners(),
    page: await client.get(host, 8080),
  }),
  expect: (_, { attempts, listeners, page }) => [
    ...attempts.map((attempt) => failed(attempt, 'conflicting options')),
    notListening(listeners, { port: 8080 }),
    refused(page),
  ],
  sabotage: withGiven({ published: container({ started: false, serve: 80, publish: ['8080:80'] }) }),
});
