import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  lanHost,
  same,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/gateway-moves',
  title: 'the IPv6 default route is that of the network with the highest gw-priority that has IPv6',
  claim: documented(
    'overview',
    'Connecting to multiple networks',
    'The default gateway is that of the network with the highest gw-priority; networks that lack a family leave that ' +
      'family’s gateway to another one.',
  ),
  given: {
    blue: bridge({}, { ipv6: 'fd00:db8:24::/64' }),
    red: bridge({}, { ipv6: 'fd00:db8:25::/64' }),
    plain: bridge(),
    redDb: container({ on: 'red' }), // a bridge without a port is down
    web: container({ on: 'blue' }),
    server: lanHost({ ipv6: true }),
  },
  when: async ({ red, plain, web, server }) => {
    const pings = [await web.ping(server.ipv6)];
    const gateways = async () =>
      [await web.routes({ family: 6 }), await web.routes()].map((routes) =>
        routes.filter(({ to }) => to === 'default').map(({ via }) => via),
      );
    const states = [await gateways()];
    const step = async (action: ReturnType<typeof web.connect>) => {
      const done = await action;
      states.push(await gateways());
      pings.push(await web.ping(server.ipv6));
      return done;
    };
    const actions = [
      await step(web.connect(red, { gatewayPriority: 1 })),
      await step(web.connect(plain, { gatewayPriority: 2 })),
    ];
    const there = web.attachment(red).ipv6.address;
    actions.push(await step(web.restart()), await step(web.disconnect(red)));
    return { pings, states, actions, there };
  },
  expect: ({ blue, red, plain, server }, { pings, states, actions, there }) => [
    ...actions.map(succeeded),
    ...pings.map(answered),
    same('the default routes lead to', states, [
      [[blue.ipv6.gateway], [blue.gateway]],
      [[red.ipv6.gateway], [red.gateway]],
      [[red.ipv6.gateway], [plain.gateway]],
      [[red.ipv6.gateway], [plain.gateway]],
      [[blue.ipv6.gateway], [plain.gateway]],
    ]),
    red.bridge.sawTimes(3, echoRequest(there, server.ipv6)),
  ],
  known: [
    {
      engines: '<29.0.0',
      because: 'a network that has both families is the gateway for both, whatever priority a network of one has',
      instead: ({ blue, red, server }, { pings, states, actions, there }) => [
        ...actions.map(succeeded),
        ...pings.map(answered),
        same('the default routes lead to', states, [
          [[blue.ipv6.gateway], [blue.gateway]],
          ...[1, 2, 3].map(() => [[red.ipv6.gateway], [red.gateway]]),
          [[blue.ipv6.gateway], [blue.gateway]],
        ]),
        red.bridge.sawTimes(3, echoRequest(there, server.ipv6)),
      ],
    },
  ],
  appliesTo: { engines: '>=28.0.0', because: 'gw-priority came with engine 28' },
  sabotage: withGiven({ plain: bridge({}, { ipv6: 'fd00:db8:2b::/64' }) }),
});
