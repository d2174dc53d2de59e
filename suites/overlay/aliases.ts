import {
  bridge,
  conformance,
  container,
  dockerHost,
  documented,
  lanHost,
  overlay,
  responded,
  same,
  succeeded,
  withGiven,
} from 'docknet';

const tries = 20;

export default conformance({
  id: 'overlay/aliases',
  title: 'an alias on an overlay network resolves on every docker host, to each container that has it',
  claim: documented(
    'overlay-page',
    'Container discovery',
    'Containers of an overlay network find each other by their names and aliases, on whichever host they run.',
  ),
  given: {
    second: dockerHost(),
    resolver: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
    net: overlay(),
    web: container({ on: 'net' }),
    db: container({ on: 'net', runsOn: 'second', aliases: ['store', 'stock'] }),
    other: container({ on: 'net', runsOn: 'second', aliases: ['store'] }),
  },
  when: async ({ web, db }) => {
    const before = { both: await web.query('store'), own: await web.query('stock') };
    const address = db.address;
    const removed = await db.remove();
    let gone = await web.query('stock');
    // The engines tell each other in their own time.
    for (let n = 1; n < tries && gone.answers.length > 0; n++) gone = await web.query('stock');
    return { before, address, removed, gone, left: await web.query('store') };
  },
  expect: ({ other }, { before, address, removed, gone, left }) => [
    responded(before.own, 'NOERROR', address),
    same(
      'the alias of both leads to',
      before.both.answers.map(({ data }) => data).sort(),
      [address, other.address].sort(),
    ),
    succeeded(removed),
    responded(left, 'NOERROR', other),
    responded(gone, 'NXDOMAIN'), // the alias of the removed one
  ],
  sabotage: withGiven({ app: bridge(), other: container({ on: 'app', aliases: ['store'] }) }),
});
