import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  fromPort,
  journey,
  lanHost,
  nftables,
  same,
  succeeded,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'ipv6/live-restore',
  title: 'with live-restore an engine that is back publishes over IPv6 and keeps containers’ own addresses shut',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Containers keep running while the engine is unavailable, and the engine manages them again when it is back.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', serve: 80, publish: ['8080:80', '81'], stopSignal: 'SIGKILL' }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ app, web, host, client }) => {
    await client.routeTo(app.subnet, host.address);
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    const state = async (sourcePort: number) => {
      const briefly = { sourcePort: sourcePort + 100, timeoutMs: 1000 };
      return {
        drawn: web.publishedPort('81/tcp'),
        ipv4: await client.get(host, 8080, { sourcePort }),
        ipv6: await client.get(host.ipv6, 8080, { sourcePort }),
        direct: [await client.get(web, 80, briefly), await client.get(web.ipv6, 80, briefly)],
      };
    };
    const before = await state(40000);
    const actions = [await host.stopEngine(), await host.startEngine()];
    const back = await state(40001);
    actions.push(await host.killEngine(), await host.startEngine());
    return { actions, states: [before, back, await state(40002)] };
  },
  expect: ({ app, web, host, client }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ drawn, ipv4, ipv6, direct }, n) => [
      same('the host’s port for web’s port 81 is', drawn, states[0]?.drawn),
      clientSeenAs(ipv4, client),
      clientSeenAs(ipv6, client.ipv6),
      journey(
        [host.uplink, fromPort(40000 + n, syn(client.ipv6, host.ipv6, 8080))],
        [app.bridge, fromPort(40000 + n, syn(client.ipv6, web.ipv6, 80))],
      ),
      ...direct.map(timedOut),
      host.uplink.saw(fromPort(40100 + n, syn(client, web, 80))),
      host.uplink.saw(fromPort(40100 + n, syn(client.ipv6, web.ipv6, 80))),
      app.bridge.neverSaw(fromPort(40100 + n, anything({ from: client }))),
      app.bridge.neverSaw(fromPort(40100 + n, anything({ from: client.ipv6 }))),
    ]),
  ],
  sabotage: () =>
    nftables('table ip6 wrong { chain pre { type nat hook prerouting priority -110; tcp dport 8080 redirect; }; }'),
  appliesTo: {
    engines: '>=28.0.0',
    because: 'before engine 28 a published port is open at the container’s own address',
  },
  notOnHost: 'it stops the engine',
});
