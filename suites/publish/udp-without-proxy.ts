import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  fromPort,
  lanHost,
  localhost,
  notListening,
  timedOut,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'publish/udp-without-proxy',
  title: 'without docker-proxy a published UDP port serves the LAN, the host, a neighbour and its own container',
  claim: documented(
    'ports',
    'Publishing ports',
    'A published port is reached at every address of the host, by containers of the same network too.',
  ),
  given: {
    daemon: engine({ 'userland-proxy': false }),
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', serveUdp: 5000, publish: ['4000:5000/udp'] }),
    db: container({ on: 'app' }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ web, db, host, client }) => {
    const options = (sourcePort: number) => ({ sourcePort, timeoutMs: 3000 });
    const calls = async (to: typeof host | typeof host.ipv6, n: number) => ({
      fromLan: await client.udpEcho(to, 4000, options(n)),
      neighbour: await db.udpEcho(to, 4000, options(n + 1)),
      own: await web.udpEcho(to, 4000, options(n + 2)),
      fromHost: await host.udpEcho(to, 4000, options(n + 3)),
    });
    const listeners = await host.listeners();
    return {
      listeners,
      ipv4: await calls(host, 40000),
      local: await host.udpEcho(localhost, 4000, options(40009)),
      ipv6: await calls(host.ipv6, 41000),
    };
  },
  expect: ({ app, web, db, host, client }, { listeners, ipv4, local, ipv6 }) => [
    notListening(listeners, { program: 'docker-proxy' }),
    clientSeenAs(ipv4.fromLan, client),
    clientSeenAs(ipv4.neighbour, db),
    clientSeenAs(ipv6.fromLan, client.ipv6),
    clientSeenAs(ipv6.neighbour, db.ipv6),
    ...[ipv4.own, ipv4.fromHost, local].map((call) => clientSeenAs(call, app.gateway)),
    ...[ipv6.own, ipv6.fromHost].map((call) => clientSeenAs(call, app.ipv6.gateway)),
    db.eth0.saw(fromPort(4000, anything({ protocol: 'udp', from: host, to: db, port: 40001 }))),
    db.eth0.saw(fromPort(4000, anything({ protocol: 'udp', from: host.ipv6, to: db.ipv6, port: 41001 }))),
    web.eth0.saw(fromPort(4000, anything({ protocol: 'udp', from: host, to: web, port: 40002 }))),
    web.eth0.saw(fromPort(4000, anything({ protocol: 'udp', from: host.ipv6, to: web.ipv6, port: 41002 }))),
  ],
  known: [
    {
      engines: '<27.0.0',
      because:
        'the setting ip6tables was experimental and off before engine 27, so nothing leads on what comes by IPv6',
      instead: ({ app, web, db, host, client }, { listeners, ipv4, local, ipv6 }) => [
        notListening(listeners, { program: 'docker-proxy' }),
        clientSeenAs(ipv4.fromLan, client),
        clientSeenAs(ipv4.neighbour, db),
        ...[ipv4.own, ipv4.fromHost, local].map((call) => clientSeenAs(call, app.gateway)),
        db.eth0.saw(fromPort(4000, anything({ protocol: 'udp', from: host, to: db, port: 40001 }))),
        web.eth0.saw(fromPort(4000, anything({ protocol: 'udp', from: host, to: web, port: 40002 }))),
        ...Object.values(ipv6).map(timedOut),
        web.eth0.neverSaw(anything({ protocol: 'udp', family: 6, port: 5000 })),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({}) }),
  needs: { icc: true },
});
