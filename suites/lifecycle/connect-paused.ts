import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  resolved,
  same,
  succeeded,
  unanswered,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'lifecycle/connect-paused',
  title: 'a paused container is connected to a network and disconnected from one at once, as a running one',
  claim: documented(
    'net-connect',
    'Network implications',
    'Containers that are connected to a network can be paused, and stay on their networks.',
  ),
  given: {
    red: bridge(),
    blue: bridge({}, { subnet: '10.30.3.0/24' }),
    web: container({ on: 'red', serve: 80, aliases: ['shop'] }),
    redDb: container({ on: 'red' }),
    blueDb: container({ on: 'blue' }),
  },
  when: async ({ red, blue, web, redDb, blueDb }) => {
    const former = web.address;
    const actions = [await web.pause(), await web.connect(blue, { ip: '10.30.3.78', aliases: ['stock'] })];
    const connected = {
      name: await blueDb.lookup('stock'),
      pings: [await blueDb.ping('stock'), await redDb.ping('shop')],
    };
    actions.push(await web.disconnect(red));
    const disconnected = { name: await redDb.lookup('shop'), ping: await redDb.ping(former, { timeoutMs: 1000 }) };
    actions.push(await web.unpause());
    const state = async () => ({
      addresses: (await web.addresses()).map(({ address }) => address),
      page: await blueDb.get('stock', 80),
    });
    const states = [await state()];
    actions.push(await web.restart());
    return { actions, connected, disconnected, states: [...states, await state()] };
  },
  expect: ({ blueDb }, { actions, connected, disconnected, states }) => [
    ...actions.map(succeeded),
    resolved(connected.name, '10.30.3.78'),
    ...connected.pings.map(answered),
    blueDb.eth0.sawTimes(1, echoReply('10.30.3.78', blueDb)),
    unresolved(disconnected.name),
    unanswered(disconnected.ping),
    ...states.flatMap(({ addresses, page }) => [
      same('web’s addresses are', addresses, ['127.0.0.1', '10.30.3.78']),
      answered(page),
    ]),
  ],
  sabotage: withGiven({ blue: bridge({}, { subnet: '10.30.4.0/24' }) }),
});
