import {
  clientSeenAs,
  conformance,
  container,
  documented,
  lanHost,
  macvlan,
  notListening,
  refused,
  reset,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/publish-ignored',
  title: 'publishing a port of a macvlan container has no effect: its ports are open at its own address',
  claim: documented(
    'macvlan-page',
    'Introduction',
    'A macvlan container is addressed directly on the physical network; no port of the host is mapped to it.',
  ),
  given: { lan: macvlan(), web: container({ on: 'lan', serve: 80, publish: ['8080:80'] }), server: lanHost() },
  when: async ({ web, server, host }) => ({
    published: await server.get(host, 8080),
    mapped: await server.get(web, 8080),
    own: await server.get(web, 80),
    listeners: await host.listeners(),
  }),
  expect: ({ server, host }, { published, mapped, own, listeners }) => [
    refused(published),
    refused(mapped),
    clientSeenAs(own, server),
    host.uplink.saw(reset(host, 8080, server)),
    notListening(listeners, { protocol: 'tcp', port: 8080 }),
  ],
  sabotage: withGiven({ web: container({ serve: 80, publish: ['8080:80'] }) }),
});
