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
  id: 'lifecycle/disconnect-docker0',
  title: 'a running container cannot be disconnected from docker0',
  claim: documented(
    'bridge-page',
    'Differences between user-defined bridges and the default bridge',
    'To remove a container from the default bridge, stop it and make it anew with other networks.',
  ),
  given: { app: bridge(), web: container(), db: container(), control: container({ on: 'app' }) },
  when: async ({ app, web, db, control, host }) => {
    const { address } = web;
    const first = await db.ping(web);
    const user = await control.disconnect(app);
    const own = await web.disconnect(host.docker0);
    return {
      first,
      user,
      own,
      second: await db.ping(address, { timeoutMs: 1000 }),
      interfaces: (await web.links()).map(({ name }) => name),
      left: (await control.links()).map(({ name }) => name),
      reconnected: await web.connect(host.docker0),
      third: await db.ping(web),
    };
  },
  expect: (_, { first, user, own, second, interfaces }) => [
    answered(first),
    succeeded(user),
    failed(own),
    answered(second),
    same('web’s interfaces are', interfaces, ['lo', 'eth0']),
  ],
  known: [
    {
      engines: '*',
      because: 'the engine disconnects a running container from docker0 and connects it again, as on any network',
      instead: (_, { first, user, own, second, interfaces, left, reconnected, third }) => [
        answered(first),
        succeeded(user),
        succeeded(own),
        unanswered(second),
        same('web’s interfaces are', interfaces, ['lo']),
        same('control’s interfaces are', left, ['lo']),
        succeeded(reconnected),
        answered(third),
      ],
    },
  ],
  sabotage: withGiven({ web: container({ on: 'app' }) }),
});
