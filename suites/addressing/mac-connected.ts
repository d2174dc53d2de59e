import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  fromMac,
  same,
  succeeded,
  withGiven,
} from 'docknet';

const mac = '02:00:5e:00:53:01';

export default conformance({
  id: 'addressing/mac-connected',
  title: 'a MAC address chosen when a running container is connected stays that interface’s when it starts again',
  claim: documented(
    'api',
    'EndpointSettings.MacAddress',
    'The address of the container’s endpoint on this network, also when it is given with the connection.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    web: container({ on: 'red' }),
    redDb: container({ on: 'red' }),
    blueDb: container({ on: 'blue' }),
  },
  when: async ({ blue, web, redDb, blueDb }) => {
    const state = async () => {
      const pings = [await web.ping(blueDb), await web.ping(redDb)];
      const macs = (await web.links()).filter(({ name }) => name !== 'lo').map((link) => link.mac === mac);
      return { pings, macs: macs.sort() };
    };
    const actions = [await web.connect(blue, { mac })];
    const states = [await state()];
    actions.push(await web.restart());
    states.push(await state());
    actions.push(await web.stop(), await web.start());
    states.push(await state());
    actions.push(await web.disconnect(blue), await web.connect(blue));
    return { actions, states, anew: await state() };
  },
  expect: ({ redDb, blueDb }, { actions, states, anew }) => [
    ...actions.map(succeeded),
    ...[...states, anew].flatMap(({ pings }) => pings.map(answered)),
    ...states.map(({ macs }) => same('whether its interfaces have the address:', macs, [false, true])),
    same('connected anew without it:', anew.macs, [false, false]),
    blueDb.eth0.sawTimes(3, fromMac(mac, anything({ protocol: 'icmp', to: blueDb }))),
    blueDb.eth0.sawTimes(4, anything({ protocol: 'icmp', to: blueDb })),
    redDb.eth0.sawTimes(4, anything({ protocol: 'icmp', to: redDb })),
    redDb.eth0.neverSaw(fromMac(mac, anything())),
  ],
  sabotage: withGiven({ web: container({ on: 'red', alsoOn: ['blue'] }) }),
  appliesTo: { engines: '>=29.3.0', because: 'engines before 29.3 ignore the address of a connection (moby #52040)' },
});
