import {
  answered,
  conformance,
  container,
  documented,
  failed,
  journey,
  lanHost,
  refused,
  same,
  succeeded,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'publish/range-port-taken',
  title: 'of a range of host ports the next one is published if a process of the host holds the first',
  claim: documented(
    'links',
    'Connect using network port mapping',
    'A range of host ports binds to one container port: a free port of the range is taken.',
  ),
  given: {
    hostWeb: container({ on: 'host', serve: 8000 }),
    db: container(), // docker0 is in use
    web: container({ started: false, serve: 80, publish: ['8000-8001:80'] }),
    late: container({ started: false, serve: 80, publish: ['8000-8001:80'] }), // no port is left for it
    client: lanHost(),
  },
  when: async ({ web, late, host, client }) => {
    const started = await web.start();
    const full = await late.start();
    return {
      started,
      port: web.publishedPort('80/tcp'),
      full,
      own: await client.get(host, 8000),
      page: await client.get(host, 8001),
    };
  },
  expect: ({ web, host, client }, { started, port, full, own, page }) => [
    succeeded(started),
    same('web’s port is', port, 8001),
    answered(own), // the process of the host
    answered(page),
    journey([host.uplink, syn(client, host, 8001)], [host.docker0.bridge, syn(client, web, 80)]),
    failed(full),
  ],
  known: [
    {
      engines: '<27.0.0',
      because: 'the engine tries one port of the range, and the start fails if the host holds it (moby #47871)',
      instead: (_, { started, full, own, page }) => [
        failed(started, ':8000', 'already in use'),
        failed(full),
        answered(own),
        refused(page),
      ],
    },
  ],
  sabotage: withGiven({ hostWeb: container({ on: 'host', serve: 8002 }) }),
});
