import { conformance, container, dockerHost, documented, none, overlay, same, succeeded, withGiven } from 'docknet';

export default conformance({
  id: 'overlay/appears-when-used',
  title: 'an overlay network appears on the second docker host when a container there first uses it, with the same id',
  claim: documented(
    'overlay-page',
    'Standalone containers',
    'The network does not exist on another engine until a container is attached to it there.',
  ),
  given: { second: dockerHost(), net: overlay(), db: container({ on: 'net', runsOn: 'second', started: false }) },
  when: async ({ second, db, host }) => {
    const before = await second.networks();
    const started = await db.start();
    return { before, started, after: await second.networks(), own: await host.networks() };
  },
  expect: ({ net }, { before, started, after, own }) => [
    none(
      'the network is not there before',
      before.filter(({ name }) => name === net.name),
    ),
    succeeded(started),
    same('its id there is', after.find(({ name }) => name === net.name)?.id, net.id),
    same('its id on the first is', own.find(({ name }) => name === net.name)?.id, net.id),
  ],
  sabotage: withGiven({ db: container({ on: 'net', started: false }) }),
});
