import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  engine,
  lanHost,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/live-gateway',
  title: 'with live-restore a container keeps its gw-priorities: leaving its gateway’s network, it uses the next',
  claim: documented(
    'overview',
    'Connecting to multiple networks',
    'When a container is disconnected from the network of its default gateway, the network with the next highest ' +
      'gw-priority has it.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    blue: bridge(),
    green: bridge(),
    red: bridge(),
    web: container({ on: 'blue', stopSignal: 'SIGKILL' }),
    greenDb: container({ on: 'green', stopSignal: 'SIGKILL' }),
    redDb: container({ on: 'red', stopSignal: 'SIGKILL' }),
    server: lanHost(),
  },
  when: async ({ green, red, web, server, host }) => {
    const connected = [
      await web.connect(green, { gatewayPriority: 1 }),
      await web.connect(red, { gatewayPriority: 2 }),
    ];
    const there = { green: web.attachment(green).address, red: web.attachment(red).address };
    const pings = [await web.ping(server)];
    const restarted = await host.restartEngine();
    pings.push(await web.ping(server));
    const left = [await web.disconnect(red)];
    pings.push(await web.ping(server));
    left.push(await web.disconnect(green));
    pings.push(await web.ping(server));
    return { there, actions: [...connected, restarted, ...left], pings };
  },
  expect: ({ blue, green, red, web, server }, { there, actions, pings }) => [
    ...actions.map(succeeded),
    ...pings.map(answered),
    red.bridge.sawTimes(2, echoRequest(there.red, server)), // before and after the restart
    green.bridge.sawTimes(1, echoRequest(there.green, server)),
    blue.bridge.sawTimes(1, echoRequest(web, server)),
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': false }) }),
  appliesTo: { engines: '>=28.0.0', because: 'gw-priority came with engine 28' },
});
