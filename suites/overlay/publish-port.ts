import {
  clientSeenAs,
  conformance,
  container,
  dockerHost,
  documented,
  overlay,
  refused,
  reset,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'overlay/publish-port',
  title: 'publishing a port opens it to the other containers of the overlay network',
  claim: documented(
    'overlay-page',
    'Container discovery',
    '-p 8080:80 maps TCP port 80 in the container to port 8080 on the overlay network.',
  ),
  given: {
    second: dockerHost(),
    net: overlay(),
    web: container({ on: 'net', serve: 80, publish: ['8080:80'] }),
    db: container({ on: 'net', runsOn: 'second' }),
    plain: container({ on: 'net', serve: 80, started: false }),
  },
  when: async ({ web, db, plain }) => {
    await plain.start(); // after web, so that both have the same addresses in every run
    return { published: await db.get(web, 8080), own: await db.get(web, 80), unpublished: await db.get(plain, 80) };
  },
  expect: ({ web, db }, { published, own, unpublished }) => [
    clientSeenAs(published, db),
    clientSeenAs(own, db),
    clientSeenAs(unpublished, db),
    web.eth0.saw(syn(db, web, 8080)),
  ],
  sabotage: withGiven({ web: container({ on: 'net', serve: 8080 }) }),
  known: [
    {
      engines: '*',
      because:
        'publishing maps the docker host’s port; on the overlay network a container’s own ports are open, published ' +
        'or not, and no other',
      instead: ({ web, db }, { published, own, unpublished }) => [
        refused(published),
        clientSeenAs(own, db),
        clientSeenAs(unpublished, db),
        web.eth0.saw(reset(web, 8080, db)),
      ],
    },
  ],
});
