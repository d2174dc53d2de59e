import { answered, bridge, conformance, container, documented, echoReply, same, withGiven } from 'docknet';

const addresses = ['10.30.2.77', '10.30.3.78'];

export default conformance({
  id: 'addressing/static-kept',
  title: 'a container has its chosen addresses again after stop and start',
  claim: documented(
    'net-connect',
    'Network implications',
    'An address chosen with --ip, on its own network and on one that it was connected to, is the container’s again ' +
      'when it starts again.',
  ),
  given: {
    red: bridge({}, { subnet: '10.30.2.0/24' }),
    blue: bridge({}, { subnet: '10.30.3.0/24' }),
    web: container({ on: 'red', ip: '10.30.2.77' }),
    redDb: container({ on: 'red' }),
    blueDb: container({ on: 'blue' }),
    late: container({ on: 'red', started: false }),
  },
  when: async ({ blue, web, redDb, blueDb, late }) => {
    await web.connect(blue, { ip: '10.30.3.78' });
    const state = async () => {
      const held = (await web.addresses()).filter((each) => each.interface !== 'lo');
      return {
        addresses: held.map(({ address }) => address).sort(),
        pings: [await web.ping(redDb), await web.ping(blueDb)],
      };
    };
    const before = await state();
    await web.stop();
    await late.start();
    await web.start();
    const started = await state();
    await web.restart();
    const after = [started, await state()];
    return { states: [before, ...after], toWeb: await redDb.ping('10.30.2.77') };
  },
  expect: ({ web, redDb, blueDb, late }, { states, toWeb }) => [
    ...states.flatMap((state) => [same('its addresses are', state.addresses, addresses), ...state.pings.map(answered)]),
    answered(toWeb),
    redDb.eth0.sawTimes(3, echoReply(redDb, '10.30.2.77')),
    blueDb.eth0.sawTimes(3, echoReply(blueDb, '10.30.3.78')),
    redDb.eth0.saw(echoReply('10.30.2.77', redDb)),
    same('the engine says', web.address, '10.30.2.77'),
    same('the container that was started meanwhile has', late.address, '10.30.2.3'),
  ],
  sabotage: withGiven({ web: container({ on: 'red' }) }),
});
