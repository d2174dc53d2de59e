import { answered, bridge, conformance, container, documented, same, succeeded, withGiven } from 'docknet';

export default conformance({
  id: 'lifecycle/name-like-id',
  title: 'a name that is the beginning of another network’s id means the network with that name',
  claim: documented(
    'net-connect',
    'Description',
    'Networks are named by name or by id; a name that there is goes before the beginning of an id.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    redDb: container({ on: 'red' }),
    web: container({ on: 'blue' }),
    db: container({ on: 'blue' }),
  },
  when: async ({ red, web, redDb, db, host }) => {
    const beginning = (length: number) => ({ key: `red${length}`, name: red.id.slice(0, length) });
    const [named, longer] = [beginning(12), beginning(20)] as const;
    const networks = () => [...web.networks].sort();
    const actions = [await host.createNetwork(named, { subnet: '10.30.7.0/24' }), await db.connect(named)];
    actions.push(await web.connect(named));
    const pings = [await web.ping('10.30.7.2')]; // db
    const connected = networks();
    actions.push(await web.connect(longer)); // no name but red’s id begins so
    pings.push(await web.ping(redDb));
    const both = networks();
    actions.push(await web.disconnect(named));
    const disconnected = networks();
    pings.push(await web.ping(redDb));
    actions.push(await web.stop(), await web.connect(named), await web.start()); // and while it is stopped
    pings.push(await web.ping('10.30.7.2'));
    const again = networks();
    actions.push(await web.disconnect(named), await db.disconnect(named), await host.removeNetwork(named));
    const left = (await host.networks())
      .map(({ name }) => name)
      .filter((name) => [red.name, named.name].includes(name));
    return { name: named.name, actions, pings, networks: { connected, both, disconnected, again, left } };
  },
  expect: ({ red, blue }, { name, actions, pings, networks }) => [
    ...actions.map(succeeded),
    ...pings.map(answered),
    same('connected by the name it is on', networks.connected, [blue.name, name].sort()),
    same('and by a longer beginning of the id on', networks.both, [blue.name, name, red.name].sort()),
    same('disconnected by the name it is on', networks.disconnected, [blue.name, red.name].sort()),
    same('connected while it was stopped, on', networks.again, [blue.name, name, red.name].sort()),
    same('removed by the name, it leaves', networks.left, [red.name]),
  ],
  sabotage: withGiven({ web: container({ on: 'none' }) }),
});
