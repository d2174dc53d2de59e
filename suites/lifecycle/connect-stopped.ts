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
  withGiven,
} from 'docknet';

export default conformance({
  id: 'lifecycle/connect-stopped',
  title: 'a stopped container that is connected to a network has the chosen address and alias there when it starts',
  claim: documented(
    'net-connect',
    'Description',
    'A container that is not running can be connected to a network; --ip and --alias hold from its next start on.',
  ),
  given: {
    red: bridge(),
    blue: bridge({}, { subnet: '10.30.3.0/24' }),
    web: container({ on: 'red' }),
    redDb: container({ on: 'red' }),
    blueDb: container({ on: 'blue' }),
  },
  when: async ({ blue, web, redDb, blueDb }) => {
    await web.stop();
    const connected = await web.connect(blue, { ip: '10.30.3.78', aliases: ['shop'] });
    const state = async () => ({
      lookup: await blueDb.lookup('shop'),
      pings: [await web.ping(redDb), await web.ping(blueDb), await blueDb.ping('shop')],
    });
    const started = await web.start();
    const first = await state();
    const restarted = await web.restart();
    return { actions: [connected, started, restarted], states: [first, await state()] };
  },
  expect: ({ blue, web, blueDb }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ lookup, pings }) => [resolved(lookup, '10.30.3.78'), ...pings.map(answered)]),
    same('its address there is', web.attachment(blue).address, '10.30.3.78'),
    blueDb.eth0.sawTimes(2, echoReply(blueDb, '10.30.3.78')),
    blueDb.eth0.sawTimes(2, echoReply('10.30.3.78', blueDb)),
  ],
  sabotage: withGiven({ blue: bridge({}, { subnet: '10.30.4.0/24' }) }),
});
