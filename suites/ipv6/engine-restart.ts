import {
  anything,
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  fromPort,
  journey,
  lanHost,
  nftables,
  succeeded,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'ipv6/engine-restart',
  title: 'a restarted or killed engine publishes, masquerades and closes ports over IPv6 as before',
  claim: documented(
    'rn-27',
    '27.0',
    'By default the engine publishes ports, masquerades and closes other ports over IPv6 as over IPv4. That holds ' +
      'for containers that it restarts, too.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', serve: 80, alsoServe: [81], publish: ['8080:80'], restartAlways: true }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ app, web, host, client }) => {
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    const state = async (sourcePort: number) => ({
      address: web.ipv6.address,
      page: await client.get(host.ipv6, 8080, { sourcePort }),
      ping: await web.ping(client.ipv6),
      closed: await client.get(web.ipv6, 81, { timeoutMs: 1000 }),
    });
    const states = [await state(40000)];
    const actions = [await host.restartEngine(), await web.waitRestarted()];
    states.push(await state(40001));
    actions.push(await host.killEngine(), await host.startEngine(), await web.waitRestarted());
    states.push(await state(40002));
    return { actions, states };
  },
  expect: ({ app, host, client }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ address, page, ping, closed }, n) => [
      clientSeenAs(page, client.ipv6),
      journey(
        [host.uplink, fromPort(40000 + n, syn(client.ipv6, host.ipv6, 8080))],
        [app.bridge, fromPort(40000 + n, syn(client.ipv6, address, 80))],
      ),
      answered(ping),
      timedOut(closed),
    ]),
    host.uplink.sawTimes(3, echoRequest(host.ipv6, client.ipv6)), // masqueraded
    host.uplink.saw(anything({ protocol: 'tcp', from: client.ipv6, port: 81 })),
    app.bridge.neverSaw(anything({ protocol: 'tcp', from: client.ipv6, port: 81 })),
  ],
  sabotage: () =>
    nftables('table ip6 wrong { chain pre { type nat hook prerouting priority -110; tcp dport 8080 redirect; }; }'),
  needs: { 'live-restore': false },
  appliesTo: { engines: '>=27.0.0', because: 'the setting ip6tables was experimental and off before engine 27' },
  notOnHost: 'it restarts the engine',
});
