import { answered, bridge, conformance, container, documented, same, succeeded, unanswered, withGiven } from 'docknet';

export default conformance({
  id: 'lifecycle/by-id',
  title: 'a container is connected to and disconnected from a network by its id, whether it runs or not',
  claim: documented(
    'net-connect',
    'Description',
    'Networks are named by name or by id, when a container is connected and when it is disconnected.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    green: bridge(),
    web: container({ on: 'red' }),
    redDb: container({ on: 'red' }),
    blueDb: container({ on: 'blue' }),
    greenDb: container({ on: 'green' }),
  },
  when: async ({ blue, green, web, redDb, blueDb, greenDb }) => {
    const byId = [blue, green].map(({ key, id }) => ({ key, name: id })) as [typeof blue, typeof green];
    const state = async (timeoutMs?: number) => ({
      networks: [...web.networks].sort(),
      pings: await Promise.all(
        [redDb, blueDb, greenDb].map((db) => web.ping(db, timeoutMs === undefined ? {} : { timeoutMs })),
      ),
    });
    const actions = [await web.connect(byId[0]), await web.stop(), await web.connect(byId[1]), await web.start()];
    const connected = await state();
    actions.push(await web.disconnect(byId[0]), await web.stop(), await web.disconnect(byId[1]), await web.start());
    const disconnected = await state(1000);
    return { actions, connected, disconnected };
  },
  expect: ({ red, blue, green }, { actions, connected, disconnected }) => [
    ...actions.map(succeeded),
    same('then its networks are', connected.networks, [red, blue, green].map(({ name }) => name).sort()),
    ...connected.pings.map(answered),
    same('in the end they are', disconnected.networks, [red.name]),
    ...disconnected.pings.map((ping, n) => (n === 0 ? answered(ping) : unanswered(ping))),
  ],
  sabotage: withGiven({ blueDb: container() }),
});
