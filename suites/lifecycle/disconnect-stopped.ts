import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  failed,
  same,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'lifecycle/disconnect-stopped',
  title: 'a stopped container cannot be disconnected from a network',
  claim: documented(
    'net-disconnect',
    'Description',
    'The container must be running to be disconnected from the network.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    web: container({ on: 'red', alsoOn: ['blue'] }),
    redDb: container({ on: 'red' }),
    blueDb: container({ on: 'blue' }),
  },
  when: async ({ blue, web, redDb, blueDb }) => {
    const before = [await web.ping(redDb), await web.ping(blueDb)];
    await web.stop();
    const disconnected = await web.disconnect(blue);
    const started = await web.start();
    return {
      before,
      disconnected,
      started,
      interfaces: (await web.links()).map(({ name }) => name),
      red: await web.ping(redDb),
      blue: await web.ping(blueDb, { timeoutMs: 1000 }),
    };
  },
  expect: (_, { before, disconnected, started, red, blue }) => [
    ...[...before, red, blue].map(answered),
    failed(disconnected),
    succeeded(started),
  ],
  known: [
    {
      engines: '*',
      because: 'the engine disconnects a stopped container, which has no interface there at its next start',
      instead: (_, { before, disconnected, started, interfaces, red, blue }) => [
        ...[...before, red].map(answered),
        succeeded(disconnected),
        succeeded(started),
        same('web’s interfaces are', interfaces, ['lo', 'eth0']),
        unanswered(blue),
      ],
    },
  ],
  sabotage: withGiven({ web: container({ on: 'red' }) }),
});
