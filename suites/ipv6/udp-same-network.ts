import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  lanHost,
  shell,
  timedOut,
} from 'docknet';

const udp = 'udp';

export default conformance({
  id: 'ipv6/udp-same-network',
  title: 'docker-proxy answers a datagram over IPv6 from the host’s address that it was sent to',
  claim: documented(
    'ports',
    'Publishing ports',
    'A published port is reached at every address of the host, by containers of the same network too.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', serveUdp: 5000, publish: ['4000:5000/udp'] }),
    db: container({ on: 'app' }),
    ipv4Web: container({ serveUdp: 5000, publish: ['4001:5000/udp'] }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ app, web, db, host, client }) => {
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    const longer = { timeoutMs: 5000 };
    return {
      calls: [
        await db.udpEcho(app.ipv6.gateway, 4000, { sourcePort: 40000 }),
        await db.udpEcho(host.ipv6, 4000, { sourcePort: 40001, ...longer }),
        await web.udpEcho(host.ipv6, 4000, { sourcePort: 40002, ...longer }),
      ],
      near: await client.udpEcho(host.ipv6, 4001),
      far: await client.udpEcho(app.ipv6.gateway, 4001, { sourcePort: 40003, ...longer }),
    };
  },
  expect: ({ app, web, db, host, client }, { calls, near, far }) => [
    ...calls.map((call) => clientSeenAs(call, app.ipv6.gateway)),
    ...[app.ipv6.gateway, host.ipv6].map((from, n) =>
      app.bridge.saw(fromPort(4000, anything({ protocol: udp, from, to: db.ipv6, port: 40000 + n }))),
    ),
    app.bridge.sawTimes(3, anything({ protocol: udp, from: app.ipv6.gateway, to: web.ipv6, port: 5000 })),
    ...[near, far].map((call) => clientSeenAs(call, host.docker0.gateway)), // to the container with IPv4 only
    host.uplink.saw(fromPort(4001, anything({ protocol: udp, from: app.ipv6.gateway, to: client.ipv6, port: 40003 }))),
  ],
  known: [
    {
      engines: '<28.0.0',
      because:
        'docker-proxy answers from the address nearest to the caller, not from the one that was asked, and the ' +
        'caller takes no notice (until moby #48571)',
      instead: ({ app, web, db, host, client }, { calls: [first, ...others], near, far }) => [
        ...(first === undefined ? [] : [clientSeenAs(first, app.ipv6.gateway)]),
        ...[...others, far].map(timedOut),
        ...[40000, 40001].map((port) =>
          app.bridge.saw(fromPort(4000, anything({ protocol: udp, from: app.ipv6.gateway, to: db.ipv6, port }))),
        ),
        app.bridge.sawTimes(3, anything({ protocol: udp, from: app.ipv6.gateway, to: web.ipv6, port: 5000 })),
        clientSeenAs(near, host.docker0.gateway),
        host.uplink.saw(fromPort(4001, anything({ protocol: udp, from: host.ipv6, to: client.ipv6, port: 40003 }))),
      ],
    },
  ],
  sabotage: () => shell('kill -9 $(ss -Hlnup sport = 4000 | grep -o "pid=[0-9]*" | cut -d= -f2)'),
  needs: { 'userland-proxy': true },
});
