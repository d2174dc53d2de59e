import { answered, bridge, conformance, container, documented, same, succeeded, withGiven } from 'docknet';

const option = 'com.docker.network.endpoint.ifname';

export default conformance({
  id: 'interface/name-given',
  title: 'an interface has the name given for the endpoint, also after a restart; others take the lowest free number',
  claim: documented(
    'net-connect',
    '--driver-opt',
    'endpoint.ifname gives the interface of the connection its name. Without it the interface is the first eth that ' +
      'is free.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    green: bridge(),
    black: bridge(),
    web: container({ on: 'red', driverOptions: { [option]: 'front0' } }),
    redDb: container({ on: 'red' }),
    blackDb: container({ on: 'black' }),
  },
  when: async ({ blue, green, black, web, redDb, blackDb }) => {
    const names = async () => (await web.links()).map(({ name }) => name).sort();
    const actions = [await web.connect(blue, { driverOptions: { [option]: 'back0' } }), await web.restart()];
    const restarted = await names();
    actions.push(await web.disconnect(blue), await web.connect(blue), await web.connect(green));
    const three = await names();
    actions.push(await web.disconnect(blue), await web.connect(black));
    const pings = [await web.ping(redDb), await web.ping(blackDb)];
    return { actions, restarted, three, again: await names(), pings };
  },
  expect: (_, { actions, restarted, three, again, pings }) => [
    ...actions.map(succeeded),
    same('the interfaces after the restart are', restarted, ['back0', 'front0', 'lo']),
    same('with two that have no name they are', three, ['eth0', 'eth1', 'front0', 'lo']),
    same('with another one for the first of these they are', again, ['eth0', 'eth1', 'front0', 'lo']),
    ...pings.map(answered),
  ],
  appliesTo: { engines: '>=28.0.0', because: 'the option came with 28.0' },
  sabotage: withGiven({ web: container({ on: 'red' }) }),
});
