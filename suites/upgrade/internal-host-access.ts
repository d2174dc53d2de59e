import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  internalBridge,
  lanHost,
  none,
  same,
  syn,
  timedOut,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'upgrade/internal-host-access',
  title: 'an internal network connects its containers with the host and with no one else',
  claim: documented(
    'moby',
    'Internal networks (#47329, #46603)',
    'An internal network has no default route and no way in or out, except to and from the docker host at its bridge.',
  ),
  given: { app: internalBridge(), web: container({ on: 'app', serve: 80 }), db: container(), client: lanHost() },
  when: async ({ app, web, db, host, client }) => {
    await client.routeTo(app.subnet, host.address);
    const [fromHost, toHost, outward, across, inward, control, routes] = await Promise.all([
      host.ping(web),
      web.ping(app.gateway),
      web.ping(client, { timeoutMs: 1000 }),
      db.ping(web, { timeoutMs: 1000 }),
      client.get(web, 80, { timeoutMs: 1000 }),
      client.ping(host),
      web.routes(),
    ]);
    return { fromHost, toHost, outward, across, inward, control, routes };
  },
  expect: ({ app, web, db, host, client }, { fromHost, toHost, outward, across, inward, control, routes }) => [
    answered(fromHost),
    app.bridge.saw(echoReply(web, app.gateway)),
    answered(toHost),
    app.bridge.saw(echoReply(app.gateway, web)),
    none(
      'web has no default route',
      routes.filter(({ to }) => to === 'default'),
    ),
    unanswered(outward),
    answered(control),
    host.uplink.saw(echoRequest(client, host)),
    host.uplink.neverSaw(anything({ protocol: 'icmp', to: client, from: web })),
    host.uplink.neverSaw(echoRequest(host, client)),
    unanswered(across),
    db.eth0.saw(echoRequest(db, web)),
    app.bridge.neverSaw(echoRequest(db, web)),
    timedOut(inward),
    host.uplink.saw(syn(client, web, 80)),
    app.bridge.neverSaw(syn(client, web, 80)),
  ],
  known: [
    {
      engines: '<25.0.0',
      because:
        'these engines give a container on an internal network a default route (moby #46603); the host drops what ' +
        'it sends there',
      instead: ({ app, web, db, host, client }, { fromHost, toHost, outward, across, inward, routes }) => [
        answered(fromHost),
        answered(toHost),
        same(
          'web’s default route is by',
          routes.filter(({ to }) => to === 'default').map(({ via }) => via),
          [app.gateway],
        ),
        unanswered(outward),
        app.bridge.saw(echoRequest(web, client)), // it comes as far as the host
        host.uplink.saw(echoRequest(client, host)),
        host.uplink.neverSaw(echoRequest(web, client)),
        host.uplink.neverSaw(echoRequest(host, client)),
        unanswered(across),
        app.bridge.neverSaw(echoRequest(db, web)),
        timedOut(inward),
        app.bridge.neverSaw(syn(client, web, 80)),
      ],
    },
  ],
  sabotage: withGiven({ app: bridge() }),
});
