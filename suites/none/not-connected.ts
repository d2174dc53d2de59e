import { bridge, conformance, container, documented, failed, same, sameLinks, succeeded, withGiven } from 'docknet';

export default conformance({
  id: 'none/not-connected',
  title: 'a container on none or host is connected to no other network, running or not',
  claim: documented(
    'moby',
    'Networks of none and host containers (daemon/container_operations.go)',
    'A container on the none or the host network cannot be connected to another one.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'none' }),
    stopped: container({ on: 'none', started: false }),
    db: container({ on: 'host' }),
  },
  when: async ({ app, web, stopped, db, host }) => {
    const before = await host.links();
    return {
      before,
      created: await stopped.create(),
      none: await web.connect(app),
      late: await stopped.connect(app),
      own: await db.connect(app),
      after: await host.links(),
      inside: (await web.links()).map(({ name }) => name),
    };
  },
  expect: (_, { before, created, none, late, own, after, inside }) => [
    succeeded(created),
    failed(none, 'private (none) mode'),
    failed(late, 'private (none) mode'),
    failed(own, 'cannot be connected to any other network'),
    same('web’s interfaces are', inside, ['lo']),
    sameLinks('the attempts leave the host’s interfaces', before, after),
  ],
  sabotage: withGiven({ web: container({ on: 'app' }) }),
});
