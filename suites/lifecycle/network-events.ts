import { answered, bridge, conformance, container, documented, same, withGiven } from 'docknet';

export default conformance({
  id: 'lifecycle/network-events',
  title: 'the engine reports a connection and a disconnection for each of a container’s networks, and each once',
  claim: documented(
    'api',
    'GET /events',
    'Networks report create, connect, disconnect and destroy: a container’s start, stop and end are such for each.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    web: container({ on: 'red', alsoOn: ['blue'] }),
    db: container({ on: 'blue' }),
  },
  when: async ({ red, blue, web, db, host }) => {
    const { id } = web;
    const each = async (action: string, expected: readonly (typeof red)[], run: () => Promise<unknown>) => ({
      events: (await host.networkEvents(run)).map((event) => Object.values(event).join(' ')).sort(),
      expected: expected.map(({ name }) => `${action} ${name} ${id}`).sort(),
    });
    const [both, one] = [[red, blue], [blue]];
    const phases = [
      await each('disconnect', both, () => web.stop()),
      await each('connect', both, () => web.start()),
      await each('disconnect', both, () => web.crash()),
      await each('connect', both, () => web.start()),
      await each('disconnect', one, () => web.disconnect(blue)),
      await each('connect', one, () => web.connect(blue)),
    ];
    const ping = await web.ping(db);
    phases.push(await each('disconnect', both, () => web.remove()));
    const made = await host.networkEvents(() => host.createNetwork('green'));
    const removed = await host.networkEvents(() => host.removeNetwork('green'));
    return { phases, ping, networks: [made, removed].map((events) => events.map(({ action }) => action)) };
  },
  expect: (_, { phases, ping, networks }) => [
    ...phases.map(({ events, expected }) => same('the events are', events, expected)),
    answered(ping),
    same('a new network’s and a removed one’s are', networks, [['create'], ['destroy']]),
  ],
  sabotage: withGiven({ web: container({ on: 'red' }) }),
  known: [
    {
      engines: '<28.0.0',
      because: 'engines before 28 report the disconnection of a running container twice (moby #48800)',
      instead: (_, { phases, ping, networks }) => [
        ...phases.map(({ events, expected }, n) =>
          same('the events are', events, n === 4 ? [...expected, ...expected] : expected),
        ),
        answered(ping),
        same('a new network’s and a removed one’s are', networks, [['create'], ['destroy']]),
      ],
    },
  ],
});
