import {
  answered,
  anything,
  compose,
  conformance,
  container,
  documented,
  journey,
  resolved,
  same,
  syn,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'compose/projects-apart',
  title: 'a service’s name means the service of one’s own project',
  claim: documented(
    'compose-net',
    'Introduction',
    'Each project has a network PROJECT_default. Its containers reach each other there by the names of their services.',
  ),
  given: {
    red: compose(),
    blue: compose(),
    redWeb: container({ on: 'red', service: 'web' }),
    redDb: container({ on: 'red', service: 'db', serve: 80 }),
    blueWeb: container({ on: 'blue', service: 'web' }),
    blueDb: container({ on: 'blue', service: 'db', serve: 80 }),
  },
  when: async ({ redWeb, blueWeb, blueDb, host }) => {
    const [redLookup, blueLookup, redCall, blueCall] = await Promise.all([
      redWeb.lookup('db'),
      blueWeb.lookup('db'),
      redWeb.get('db', 80),
      blueWeb.get('db', 80),
    ]);
    const across = await redWeb.get(blueDb, 80, { timeoutMs: 2000 });
    return { redLookup, blueLookup, redCall, blueCall, across, networks: await host.networks() };
  },
  expect: (
    { red, blue, redWeb, redDb, blueWeb, blueDb },
    { redLookup, blueLookup, redCall, blueCall, across, networks },
  ) => [
    same(
      'networks that are named PROJECT_default',
      networks.filter(({ name }) => [red.name, blue.name].includes(name) && name.endsWith('_default')).length,
      2,
    ),
    resolved(redLookup, redDb),
    resolved(blueLookup, blueDb),
    answered(redCall),
    journey([redWeb.eth0, syn(redWeb, redDb, 80)], [redDb.eth0, syn(redWeb, redDb, 80)]),
    answered(blueCall),
    journey([blueWeb.eth0, syn(blueWeb, blueDb, 80)], [blueDb.eth0, syn(blueWeb, blueDb, 80)]),
    unanswered(across),
    redWeb.eth0.saw(syn(redWeb, blueDb, 80)),
    blueDb.eth0.neverSaw(anything({ from: redWeb })),
  ],
  // The other project has no service of that name.
  sabotage: withGiven({ blueDb: container({ on: 'blue', service: 'store', serve: 80 }) }),
});
