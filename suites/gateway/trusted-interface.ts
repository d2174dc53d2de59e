import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  journey,
  lanHost,
  localhost,
  succeeded,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const given = (trusted: string) => ({
  app: bridge({ 'com.docker.network.bridge.trusted_host_interfaces': trusted }),
  web: container({
    on: 'app',
    serve: 80,
    alsoServe: [81, 82],
    publish: ['8080:80', `${localhost}:8081:81`],
    restartAlways: true,
  }),
  client: lanHost(),
  stranger: lanHost({ lan: 'second' }),
});

export default conformance({
  id: 'gateway/trusted-interface',
  title: 'through a trusted host interface, and no other, published ports are reached at the container’s address',
  claim: documented(
    'ports',
    'Direct routing',
    'With trusted_host_interfaces published ports, also those at a loopback address, are reached through these ' +
      'interfaces at the container’s address.',
  ),
  given: given('lo:{uplink}'),
  when: async ({ app, web, host, client, stranger }) => {
    await client.routeTo(app.subnet, host.address);
    await stranger.routeTo(app.subnet, host.secondUplinkAddress);
    const [first, loopback, control, fromHost, closed, other] = await Promise.all([
      client.get(web, 80),
      client.get(web, 81),
      stranger.get(host.secondUplinkAddress, 8080),
      host.get(web, 82),
      client.get(web, 82, { timeoutMs: 1000 }),
      stranger.get(web, 80, { sourcePort: 40000, timeoutMs: 1000 }),
    ]);
    const actions = [await host.restartEngine(), await web.waitRestarted()];
    const later = await client.get(web, 80, { sourcePort: 40001 });
    const shut = await stranger.get(web, 80, { sourcePort: 40002, timeoutMs: 1000 });
    return { first, loopback, control, fromHost, closed, other, actions, later, shut };
  },
  expect: (
    { app, web, host, client, stranger },
    { first, loopback, control, fromHost, closed, other, actions, later, shut },
  ) => [
    clientSeenAs(first, client),
    journey([host.uplink, syn(client, web, 80)], [app.bridge, syn(client, web, 80)]),
    clientSeenAs(loopback, client),
    journey([host.uplink, syn(client, web, 81)], [app.bridge, syn(client, web, 81)]),
    clientSeenAs(fromHost, app.gateway), // web serves port 82, which is not published
    ...actions.map(succeeded),
    clientSeenAs(later, client),
    app.bridge.saw(fromPort(40001, syn(client, web, 80))),
    timedOut(shut),
    host.secondUplink.saw(fromPort(40002, syn(stranger, web, 80))),
    timedOut(closed),
    host.uplink.saw(syn(client, web, 82)),
    app.bridge.neverSaw(syn(client, web, 82)),
    clientSeenAs(control, stranger),
    timedOut(other),
    host.secondUplink.saw(syn(stranger, web, 80)),
    app.bridge.sawTimes(1, syn(stranger, web, 80)), // at the host's address
  ],
  sabotage: withGiven(given('lo')),
  notOnHost: 'it restarts the engine',
  appliesTo: { engines: '>=28.2.0', because: 'the option came with engine 28.2' },
});
