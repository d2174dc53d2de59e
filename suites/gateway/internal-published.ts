import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  internalBridge,
  lanHost,
  refused,
  succeeded,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'gateway/internal-published',
  title: 'a port that a container on an internal network publishes is shut outside, and the host reaches the container',
  claim: documented('net-create', '--internal', 'An internal network has no way to other networks or to the outside.'),
  given: {
    red: bridge(),
    app: internalBridge(),
    web: container({ on: 'app', started: false, serve: 80, publish: ['8080:80'] }),
    db: container({ on: 'app' }),
    redWeb: container({ on: 'red', serve: 80, publish: ['8081:80'] }),
    client: lanHost(),
  },
  when: async ({ app, web, db, host, client }) => {
    await client.routeTo(app.subnet, host.address);
    const actions = [await web.create(), await web.start()];
    return {
      actions,
      published: await client.get(host, 8080),
      direct: await client.get(web, 80, { timeoutMs: 1000 }),
      near: await db.get(web, 80),
      fromHost: await host.get(web, 80),
      control: await client.get(host, 8081),
    };
  },
  expect: ({ app, web, host, client }, { actions, published, direct, near, fromHost, control }) => [
    ...actions.map(succeeded),
    refused(published),
    timedOut(direct),
    host.uplink.saw(syn(client, web, 80)),
    app.bridge.neverSaw(anything({ from: client })),
    ...[near, fromHost, control].map(answered),
    app.bridge.saw(syn(app.gateway, web, 80)),
  ],
  sabotage: withGiven({ app: bridge() }),
});
