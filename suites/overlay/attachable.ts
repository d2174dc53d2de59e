import { conformance, container, dockerHost, documented, failed, overlay, succeeded, withGiven } from 'docknet';

export default conformance({
  id: 'overlay/attachable',
  title: 'a container is refused on an overlay network without --attachable',
  claim: documented(
    'overlay-page',
    'Attach a container to an overlay network',
    'Only an attachable network takes containers; others are for services.',
  ),
  given: {
    second: dockerHost(),
    net: overlay({ attachable: false }),
    open: overlay(),
    web: container({ on: 'net', started: false }),
    db: container({ on: 'open', started: false }),
  },
  when: async ({ web, db }) => ({ refused: await web.start(), taken: await db.start() }),
  expect: (_, { refused: start, taken }) => [failed(start, 'not manually attachable'), succeeded(taken)],
  sabotage: withGiven({ net: overlay() }),
});
