import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  journey,
  lanHost,
  same,
  succeeded,
  type Network,
  withGiven,
} from 'docknet';

/** Where the default routes of a container lead. */
const gateways = (routes: readonly { readonly to: string; readonly via: string | null }[]) =>
  routes.filter(({ to }) => to === 'default').map(({ via }) => via);

export default conformance({
  id: 'gateway/gw-priority',
  title: 'the network of the highest gw-priority has the default route; among equals the name that sorts first',
  claim: documented(
    'overview',
    'Connecting to multiple networks',
    'The default gateway is that of the network with the highest gw-priority, among equals of the first by name.',
  ),
  given: {
    blue: bridge(),
    red: bridge(),
    web: container({ on: 'red', alsoOn: ['blue'] }),
    db: container({ on: 'blue' }),
    mail: container({ on: 'red' }),
    server: lanHost(),
  },
  when: async ({ blue, red, web, db, mail, server }) => {
    const raised = await db.connect(red, { gatewayPriority: 1 });
    const lowered = await mail.connect(blue, { gatewayPriority: -1 });
    const routes = [await web.routes(), await db.routes(), await mail.routes()].map(gateways);
    const pings = [await web.ping(server), await db.ping(server), await mail.ping(server)];
    const restarted = [await web.restart(), await db.restart(), await mail.restart()];
    const later = [await web.routes(), await db.routes(), await mail.routes()].map(gateways);
    return { raised, lowered, routes, pings, restarted, later };
  },
  expect: ({ blue, red, web, db, mail, host, server }, { raised, lowered, routes, pings, restarted, later }) => {
    const leaves = (network: Network, from: Parameters<typeof echoRequest>[0]) =>
      journey([network.bridge, echoRequest(from, server)], [host.uplink, echoRequest(host, server)]);
    return [
      succeeded(raised),
      succeeded(lowered),
      ...pings.map(answered),
      leaves(blue, web.attachment(blue)), // equal: the first name
      leaves(red, db.attachment(red)), // raised
      leaves(red, mail), // the other one lowered
      ...restarted.map(succeeded),
      ...[routes, later].map((listed) =>
        same('the default routes of web, db and mail lead to', listed, [[blue.gateway], [red.gateway], [red.gateway]]),
      ),
    ];
  },
  sabotage: withGiven({ web: container({ on: 'red' }) }),
  appliesTo: { engines: '>=28.0.0', because: 'gw-priority came with engine 28' },
});
