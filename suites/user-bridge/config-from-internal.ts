import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  internalBridge,
  lanHost,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

const subnet = '10.30.5.0/24';

export default conformance({
  id: 'user-bridge/config-from-internal',
  title: 'a network created with --internal from a configuration leads its containers nowhere else',
  claim: documented(
    'net-create',
    '--internal',
    'A network created with --internal keeps its containers from others, wherever its settings come from.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }), db: container({ on: 'app' }), server: lanHost() },
  when: async ({ app, web, db, server, host }) => {
    const actions = [
      await host.createNetwork('config', { subnet, configOnly: true }),
      await host.createNetwork('red', internalBridge({}, { configFrom: 'config' })),
    ];
    const red = { key: 'red', name: (await host.network('red'))?.name ?? 'red' };
    actions.push(await web.connect(red), await db.connect(red));
    const there = web.attachment(red).address;
    await server.routeTo(subnet, host.address);
    const before = await web.ping(server);
    actions.push(await web.disconnect(app));
    return {
      actions,
      there,
      before,
      inside: await web.ping(db.attachment(red).address),
      inward: await server.ping(there, { timeoutMs: 1000 }),
      out: await web.ping(server, { timeoutMs: 1000 }),
      control: await db.ping(server),
    };
  },
  expect: ({ db, server, app, host }, { actions, there, before, inside, inward, out, control }) => [
    ...actions.map(succeeded),
    ...[before, inside, control].map(answered),
    unanswered(out),
    unanswered(inward),
    app.bridge.saw(echoRequest(db, server)),
    host.uplink.saw(echoRequest(host, server)),
    host.uplink.saw(echoRequest(server, there)),
    host.uplink.neverSaw(anything({ from: there })),
  ],
  sabotage: withGiven({ blue: bridge(), web: container({ on: 'app', alsoOn: ['blue'] }) }),
});
