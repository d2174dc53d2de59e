import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  different,
  documented,
  fromMac,
  same,
  withGiven,
} from 'docknet';

const mac = '02:00:5e:00:53:01';

export default conformance({
  id: 'addressing/mac-given',
  title: 'a chosen MAC address sends every frame of its interface, after stop, start and restart too',
  claim: documented(
    'run',
    '--mac-address',
    'The container’s interface has the given address whenever it runs; its interface on another network has its own.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    web: container({ on: 'red', alsoOn: ['blue'], mac }),
    redDb: container({ on: 'red' }),
    blueDb: container({ on: 'blue' }),
  },
  when: async ({ web, redDb, blueDb }) => {
    const state = async () => ({
      pings: [await web.ping(redDb), await web.ping(blueDb)],
      links: (await web.links()).filter(({ name }) => name !== 'lo').map((link) => link.mac),
    });
    const before = await state();
    await web.stop();
    await web.start();
    const started = await state();
    await web.restart();
    return [before, started, await state()];
  },
  expect: ({ web, redDb, blueDb }, states) => [
    ...states.flatMap(({ pings, links }) => [
      ...pings.map(answered),
      same('its interfaces with the given address and with others are', links.map((link) => link === mac).sort(), [
        false,
        true,
      ]),
    ]),
    redDb.eth0.sawTimes(3, fromMac(mac, anything({ protocol: 'icmp', to: redDb }))),
    blueDb.eth0.sawTimes(3, anything({ protocol: 'icmp', to: blueDb })),
    blueDb.eth0.neverSaw(fromMac(mac, anything())),
    same('the engine says', web.mac, mac),
    different('the MAC addresses of web and redDb', redDb.mac, mac),
  ],
  sabotage: withGiven({ web: container({ on: 'red', alsoOn: ['blue'] }) }),
});
