import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  engine,
  iptables,
  lanHost,
  same,
  succeeded,
} from 'docknet';

export default conformance({
  id: 'restart/live-connect',
  title: 'with live-restore a running container moves its gateway to a network that it is connected to, and back',
  claim: documented(
    'overview',
    'Connecting to multiple networks',
    'The network with the highest gw-priority has the default gateways, of either family, when containers are ' +
      'connected and disconnected, and so under an engine that has been restarted.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    app: bridge({}, { ipv6: 'fd00:db8:41::/64' }),
    blue: bridge({}, { ipv6: 'fd00:db8:42::/64' }),
    web: container({ on: 'app', stopSignal: 'SIGKILL' }),
    blueDb: container({ on: 'blue', stopSignal: 'SIGKILL' }),
    server: lanHost({ ipv6: true }),
  },
  when: async ({ blue, web, server, host }) => {
    const look = async () => ({
      pings: [await web.ping(server), await web.ping(server.ipv6)],
      gateways: [...(await web.routes()), ...(await web.routes({ family: 6 }))].flatMap(({ to, via }) =>
        to === 'default' ? [via] : [],
      ),
    });
    const actions = [await host.restartEngine(), await web.connect(blue, { gatewayPriority: 1 })];
    const there = web.attachment(blue);
    const connected = await look();
    actions.push(await web.disconnect(blue));
    return { actions, there: [there.address, there.ipv6.address] as const, looks: [connected, await look()] as const };
  },
  expect: ({ app, blue, web, server }, { actions, there, looks: [connected, back] }) => [
    ...actions.map(succeeded),
    ...[connected, back].flatMap((look) => look.pings.map(answered)),
    same('connected, the gateways are', connected.gateways, [blue.gateway, blue.ipv6.gateway]),
    same('disconnected, the gateways are', back.gateways, [app.gateway, app.ipv6.gateway]),
    blue.bridge.sawTimes(1, echoRequest(there[0], server)),
    blue.bridge.sawTimes(1, echoRequest(there[1], server.ipv6)),
    app.bridge.sawTimes(1, echoRequest(web, server)),
    app.bridge.sawTimes(1, echoRequest(web.ipv6, server.ipv6)),
  ],
  sabotage: ({ blue }) => iptables(`-t raw -I PREROUTING -i ${blue.bridge.name} -j DROP`),
  appliesTo: { engines: '>=28.0.0', because: 'gw-priority came with engine 28' },
});
