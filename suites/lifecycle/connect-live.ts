import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  fromPort,
  lanHost,
  reset,
  same,
  shell,
  succeeded,
  syn,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'lifecycle/connect-live',
  title: 'a running container that is connected to a network reaches its members, and keeps its connections',
  claim: documented(
    'net-connect',
    'Description',
    'A running container can be connected to a network, and then communicates with the containers there.',
  ),
  given: {
    app: bridge(),
    blue: bridge(),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
    blueDb: container({ on: 'blue' }),
    client: lanHost(),
  },
  when: async ({ blue, web, blueDb, client, host }) => {
    const connection = await client.openConnection(host, 8080, { sourcePort: 40000 });
    const before = await web.ping(blueDb, { timeoutMs: 1000 });
    const connected = await web.connect(blue);
    const exchange = await connection.exchange();
    await connection.close();
    return {
      calls: [connection.opened, exchange, await client.get(host, 8080, { sourcePort: 40001 })],
      before,
      connected,
      pings: [await web.ping(blueDb), await blueDb.ping(web.attachment(blue))],
      interfaces: (await web.links()).map(({ name, state }) => `${name} ${state}`),
    };
  },
  expect: ({ app, blue, web, blueDb, client }, { calls, before, connected, pings, interfaces }) => [
    unanswered(before),
    succeeded(connected),
    ...pings.map(answered),
    blueDb.eth0.saw(echoRequest(web.attachment(blue), blueDb)),
    blueDb.eth0.saw(echoReply(blueDb, web.attachment(blue))),
    same('its interfaces are', interfaces.slice(1).sort(), ['eth0 UP', 'eth1 UP']),
    ...calls.map(answered),
    app.bridge.sawTimes(1, fromPort(40000, syn(client, web, 80))),
    app.bridge.saw(fromPort(40001, syn(client, web, 80))), // it is published on its first network still
    app.bridge.neverSaw(reset(web, 80, client)),
  ],
  // The bridge takes no new port.
  sabotage: ({ blue }) => shell(`ip link set ${blue.bridge.name} down`),
});
