import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  localhostIpv6,
  same,
  succeeded,
  syn,
  withGiven,
} from 'docknet';

const given = (publish: readonly string[]) => ({
  web: container({ on: 'app', serve: 80, alsoServe: [81], serveUdp: 5000, publish, stopSignal: 'SIGKILL' }),
});

export default conformance({
  id: 'ipv6/ipv4-container-restored',
  title: 'with live-restore an engine that is back passes IPv6 on to a container that has IPv4 only, as before',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Containers keep running while the engine is unavailable, and the engine manages them again when it is back.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    app: bridge(),
    ...given(['8080:80', '[::]:8081:81', '4000:5000/udp']),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ host, client }) => {
    const state = async () => ({
      calls: [
        await client.get(host.ipv6, 8080),
        await client.get(host.ipv6, 8081),
        await client.udpEcho(host.ipv6, 4000),
        await host.get(localhostIpv6, 8080),
      ],
      ipv4: await client.get(host, 8080),
    });
    const before = await state();
    const actions = [await host.killEngine(), await host.startEngine()];
    return { actions, states: [before, await state()] };
  },
  expect: ({ app, web, client }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ calls, ipv4 }) => [
      ...calls.map((call) => clientSeenAs(call, app.gateway)),
      clientSeenAs(ipv4, client), // not by docker-proxy
    ]),
    same(
      'the ports are published at',
      ['80/tcp', '81/tcp', '5000/udp'].map((port) => [...(web.ports[port] ?? [])].sort()),
      [['0.0.0.0:8080', ':::8080'], [':::8081'], ['0.0.0.0:4000', ':::4000']],
    ),
    app.bridge.sawTimes(4, syn(app.gateway, web, 80)),
    app.bridge.sawTimes(2, syn(app.gateway, web, 81)),
  ],
  sabotage: withGiven(given(['0.0.0.0:8080:80', '[::]:8081:81', '4000:5000/udp'])),
  needs: { 'userland-proxy': true },
  notOnHost: 'it stops the engine',
});
