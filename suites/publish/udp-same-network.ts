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
  id: 'publish/udp-same-network',
  title: 'docker-proxy answers a container’s datagram from the host’s address that it was sent to',
  claim: documented(
    'ports',
    'Publishing ports',
    'A published port is reached at every address of the host, by containers of the same network too.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app', serveUdp: 5000, publish: ['4000:5000/udp'] }),
    db: container({ on: 'app' }),
    client: lanHost(),
  },
  when: async ({ app, web, db, host, client }) => ({
    calls: [
      await db.udpEcho(app.gateway, 4000, { sourcePort: 40000 }),
      await db.udpEcho(host, 4000, { sourcePort: 40001, timeoutMs: 5000 }),
      await db.udpEcho(host.secondaryAddress, 4000, { sourcePort: 40002, timeoutMs: 5000 }),
      await web.udpEcho(host, 4000, { sourcePort: 40003, timeoutMs: 5000 }),
    ],
    fromLan: await client.udpEcho(host, 4000),
  }),
  expect: ({ app, web, db, host, client }, { calls, fromLan }) => [
    ...calls.map((call) => clientSeenAs(call, app.gateway)),
    ...[app.gateway, host.address, host.secondaryAddress].map((address, n) =>
      app.bridge.saw(fromPort(4000, anything({ protocol: udp, from: address, to: db, port: 40000 + n }))),
    ),
    app.bridge.sawTimes(4, anything({ protocol: udp, from: app.gateway, to: web, port: 5000 })),
    clientSeenAs(fromLan, client),
  ],
  known: [
    {
      engines: '<28.0.0',
      because:
        'docker-proxy answers from the address of the caller’s own bridge, not from the one that was asked, and the ' +
        'caller takes no notice (until moby #48571)',
      instead: ({ app, web, db, client }, { calls: [first, ...others], fromLan }) => [
        ...(first === undefined ? [] : [clientSeenAs(first, app.gateway)]),
        ...others.map(timedOut),
        ...[40000, 40001, 40002].map((port) =>
          app.bridge.saw(fromPort(4000, anything({ protocol: udp, from: app.gateway, to: db, port }))),
        ),
        app.bridge.sawTimes(4, anything({ protocol: udp, from: app.gateway, to: web, port: 5000 })),
        clientSeenAs(fromLan, client),
      ],
    },
  ],
  sabotage: () => shell('kill -9 $(ss -Hlnup sport = 4000 | grep -o "pid=[0-9]*" | cut -d= -f2)'),
  needs: { 'userland-proxy': true },
});
