import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  journey,
  lanHost,
  shell,
  succeeded,
} from 'docknet';

export default conformance({
  id: 'gateway/gw-moves',
  title: 'connecting a running container to a network of higher gw-priority moves its default route, until it leaves',
  claim: documented(
    'overview',
    'Connecting to multiple networks',
    'When a container is connected to another network, or disconnected, its default gateway may change.',
  ),
  given: {
    blue: bridge(),
    red: bridge(),
    web: container({ on: 'blue' }),
    blueWeb: container({ on: 'blue' }),
    redWeb: container({ on: 'red' }),
    server: lanHost(),
  },
  when: async ({ red, web, blueWeb, redWeb, server }) => {
    const [before, near] = [await web.ping(server), await web.ping(blueWeb)];
    const connected = await web.connect(red, { gatewayPriority: 1 });
    const address = web.attachment(red).address;
    const [between, nearby, other] = [await web.ping(server), await web.ping(blueWeb), await web.ping(redWeb)];
    const disconnected = await web.disconnect(red);
    const [after, still] = [await web.ping(server), await web.ping(blueWeb)];
    return { before, near, connected, address, between, nearby, other, disconnected, after, still };
  },
  expect: ({ blue, red, web, host, server }, outcome) => [
    succeeded(outcome.connected),
    succeeded(outcome.disconnected),
    ...[outcome.before, outcome.between, outcome.after].map(answered),
    ...[outcome.near, outcome.nearby, outcome.other, outcome.still].map(answered),
    blue.bridge.sawTimes(2, echoRequest(web, server)), // before and after
    red.bridge.sawTimes(1, echoRequest(outcome.address, server)), // in between
    journey([blue.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
    journey([red.bridge, echoRequest(outcome.address, server)], [host.uplink, echoRequest(host, server)]),
  ],
  // Cuts off the way out of the second network.
  sabotage: ({ red }) => shell(`iptables -I FORWARD -i ${red.bridge.name} -j DROP`),
  appliesTo: { engines: '>=28.0.0', because: 'gw-priority came with engine 28' },
});
