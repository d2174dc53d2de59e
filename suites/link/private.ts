import { answered, conformance, container, documented, synAck, timedOut, withGiven } from 'docknet';

export default conformance({
  id: 'link/private',
  title: 'only the linked container reaches the one that it is linked to',
  claim: documented(
    'links',
    'Environment variables',
    'Only the container linked with --link can communicate with the linked service over its private tunnel.',
  ),
  given: {
    db: container({ serve: 80, expose: ['80'] }),
    web: container({ links: ['db:store'] }),
    stranger: container(),
  },
  when: async ({ web, db, stranger }) => ({
    linked: await web.get('store', 80),
    unlinked: await stranger.get(db, 80, { timeoutMs: 1000 }),
  }),
  expect: ({ web, db, stranger }, { linked, unlinked }) => [
    answered(linked),
    web.eth0.saw(synAck(db, 80, web)),
    timedOut(unlinked),
    stranger.eth0.neverSaw(synAck(db, 80, stranger)),
  ],
  known: [
    {
      engines: '*',
      because: 'containers of docker0 reach each other, linked or not, unless icc is off',
      instead: ({ web, db, stranger }, { linked, unlinked }) => [
        answered(linked),
        web.eth0.saw(synAck(db, 80, web)),
        answered(unlinked),
        stranger.eth0.saw(synAck(db, 80, stranger)),
      ],
    },
  ],
  sabotage: withGiven({ stranger: container({ on: 'none' }) }),
  needs: { icc: true },
});
