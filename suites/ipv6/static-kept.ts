import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  failed,
  same,
  succeeded,
  withGiven,
} from 'docknet';

const addresses = ['fd00:db8:21::77', 'fd00:db8:22::78'];

export default conformance({
  id: 'ipv6/static-kept',
  title: 'a container has its chosen IPv6 addresses again after stop and start, and no other container gets them',
  claim: documented(
    'net-connect',
    'Network implications',
    'An address chosen with --ip6, on its own network and on one that it was connected to, is the container’s again ' +
      'when it starts again; while it runs, no other container starts with it.',
  ),
  given: {
    red: bridge({}, { ipv6: 'fd00:db8:21::/64' }),
    blue: bridge({}, { ipv6: 'fd00:db8:22::/64' }),
    web: container({ on: 'red', ip6: 'fd00:db8:21::77' }),
    redDb: container({ on: 'red' }),
    blueDb: container({ on: 'blue' }),
    taken: container({ on: 'red', ip6: 'fd00:db8:21::77', started: false }),
  },
  when: async ({ blue, web, redDb, blueDb, taken }) => {
    const connected = await web.connect(blue, { ip6: 'fd00:db8:22::78' });
    const state = async () => ({
      addresses: (await web.addresses({ family: 6 })).map(({ address }) => address).filter((a) => a.startsWith('fd00')),
      pings: [await web.ping(redDb.ipv6), await web.ping(blueDb.ipv6)],
    });
    const states = [await state()];
    const refused = [await taken.start()];
    const actions = [connected, await web.stop(), await web.start()];
    states.push(await state());
    actions.push(await web.restart());
    states.push(await state());
    refused.push(await taken.start());
    await web.remove();
    return { states, refused, actions: [...actions, await taken.start()], later: await taken.ping(redDb.ipv6) };
  },
  expect: ({ redDb, blueDb }, { states, refused, actions, later }) => [
    ...actions.map(succeeded),
    ...states.flatMap((state) => [
      same('its addresses are', state.addresses.sort(), addresses),
      ...state.pings.map(answered),
    ]),
    redDb.eth0.sawTimes(4, echoReply(redDb.ipv6, 'fd00:db8:21::77')),
    blueDb.eth0.sawTimes(3, echoReply(blueDb.ipv6, 'fd00:db8:22::78')),
    ...refused.map((action) => failed(action, 'ddress already in use')),
    answered(later), // after its removal another has the address
  ],
  sabotage: withGiven({ taken: container({ on: 'red', ip6: 'fd00:db8:21::79', started: false }) }),
});
