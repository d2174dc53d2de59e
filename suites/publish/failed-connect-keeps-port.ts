import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  failed,
  journey,
  lanHost,
  refused,
  same,
  succeeded,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const binding = (address: string) => bridge({ 'com.docker.network.bridge.host_binding_ipv4': address });

export default conformance({
  id: 'publish/failed-connect-keeps-port',
  title: 'a container whose ports cannot move to the network that it is connected to keeps them where they are',
  claim: documented(
    'overview',
    'Connecting to multiple networks',
    'The network of the highest gw-priority is the gateway. It has the container’s published ports and its way out.',
  ),
  given: {
    app: binding('{host}'),
    blue: binding('{secondary}'),
    web: container({ on: 'app', serve: 80, serveUdp: 5000, publish: ['8080:80', '4000:5000/udp'] }),
    blueWeb: container({ on: 'blue' }), // so that blue is recorded
    db: container({ on: 'app', serve: 80, publish: ['{secondary}:8080:80'] }),
    client: lanHost(),
  },
  when: async ({ blue, web, db, host, client }) => {
    const state = async () => ({
      routes: await web.routes(),
      page: await client.get(host, 8080),
      datagram: await client.udpEcho(host, 4000),
      ping: await web.ping(client),
      taken: await client.get(host.secondaryAddress, 8080),
    });
    const [other, before] = [db.address, await state()];
    const failure = await web.connect(blue, { gatewayPriority: 1 });
    const after = await state();
    const removed = await db.remove();
    const again = await web.connect(blue, { gatewayPriority: 1 });
    const moved = [await client.get(host.secondaryAddress, 8080), await client.udpEcho(host.secondaryAddress, 4000)];
    return { other, before, failure, after, removed, again, moved, left: await client.get(host, 8080) };
  },
  expect: ({ app, blue, web, host, client }, { other, before, failure, after, removed, again, moved, left }) => [
    failed(failure, ':8080', 'already'),
    ...[before, after].flatMap(({ page, datagram, ping, taken }) => [
      ...[page, datagram, taken].map((call) => clientSeenAs(call, client)),
      answered(ping),
    ]),
    same('web’s routes are', after.routes, before.routes),
    app.bridge.sawTimes(2, syn(client, web, 80)),
    app.bridge.sawTimes(2, syn(client, other, 80)),
    ...[removed, again].map(succeeded),
    ...moved.map((call) => clientSeenAs(call, client)),
    journey(
      [host.uplink, syn(client, host.secondaryAddress, 8080)],
      [blue.bridge, syn(client, web.attachment(blue), 80)],
    ),
    refused(left),
  ],
  known: [
    {
      engines: '<29.0.0',
      because:
        'the interface and the default route of the network that failed stay in the container, whose UDP server ' +
        'answers from there, and which cannot be connected to that network any more (until moby #50945)',
      instead: ({ client }, { before, failure, after, removed, again, moved, left }) => [
        failed(failure, ':8080', 'already'),
        ...[before.page, before.datagram, after.page, left].map((call) => clientSeenAs(call, client)),
        timedOut(after.datagram),
        same('web’s default routes leave by', defaultRoutes(after), ['eth1']),
        succeeded(removed),
        failed(again, 'conflicts with existing route'),
        ...moved.map(refused),
      ],
    },
  ],
  sabotage: withGiven({ db: container({ on: 'app', serve: 80, publish: ['{secondary}:8081:80'] }) }),
  appliesTo: { engines: '>=28.0.0', because: 'gw-priority came with engine 28' },
});

interface Listing {
  readonly routes: readonly { readonly to: string; readonly interface: string }[];
}

const defaultRoutes = ({ routes }: Listing) =>
  routes.filter(({ to }) => to === 'default').map((route) => route.interface);
