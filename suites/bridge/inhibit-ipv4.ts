import {
  addressIn,
  answered,
  bridge,
  conformance,
  container,
  documented,
  none,
  same,
  succeeded,
  that,
  withGiven,
} from 'docknet';

const given = (value: string) => ({
  app: bridge({ 'com.docker.network.bridge.inhibit_ipv4': value }, { subnet: '10.30.40.0/24' }),
  red: bridge(),
  web: container({ on: 'app' }),
  db: container({ on: 'app' }),
});

export default conformance({
  id: 'bridge/inhibit-ipv4',
  title:
    'with inhibit_ipv4 the bridge gets no IPv4 address, also after an engine restart, and its containers have some',
  claim: documented(
    'bridge-page',
    'Skip Bridge IP address configuration',
    'With com.docker.network.bridge.inhibit_ipv4 Docker gives the bridge no address; the containers’ gateway can be ' +
      'outside the host.',
  ),
  given: given('true'),
  when: async ({ web, db, host }) => {
    const before = await host.addresses();
    const [ping, routes] = [await db.ping(web), await web.routes()];
    const restarted = await host.restartEngine();
    return { addresses: [before, await host.addresses()], ping, routes, restarted };
  },
  expect: ({ app, red }, { addresses, ping, routes, restarted }) => [
    succeeded(restarted),
    answered(ping),
    same(
      'web’s default route leads to',
      routes.filter(({ to }) => to === 'default').map(({ via }) => via),
      [addressIn(app.subnet, 1)],
    ),
    ...addresses.flatMap((listed) => [
      none(
        'app’s bridge has no address',
        listed.filter((one) => one.interface === app.bridge.name),
      ),
      that(
        'red’s bridge has one',
        listed.some((one) => one.interface === red.bridge.name),
        listed,
      ),
    ]),
  ],
  sabotage: withGiven(given('false')),
  notOnHost: 'it restarts the engine',
});
