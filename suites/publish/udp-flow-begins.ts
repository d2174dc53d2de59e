import {
  anything,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  iptables,
  journey,
  lanHost,
  refused,
} from 'docknet';

const udp = 'udp';

export default conformance({
  id: 'publish/udp-flow-begins',
  title: 'a client that sends to a UDP port before its container starts reaches it then, with its own address',
  claim: documented(
    'moby',
    'Containers made anew (#8795, #44688, #44742)',
    'Starting a container ends the flows that conntrack holds for its UDP ports.',
  ),
  given: {
    app: container(),
    web: container({ started: false, serveUdp: 5000, publish: ['5000:5000/udp'] }),
    db: container({ started: false, serveUdp: 6000, publish: ['{secondary}:6000:6000/udp'] }),
    client: lanHost(),
  },
  // Host and container ports are equal: from 29.5 on others are not found (upgrade/udp-flow-after-recreate).
  when: async ({ web, db, host, client }) => {
    const call = async (timeoutMs: number) => [
      await client.udpEcho(host, 5000, { sourcePort: 40000, timeoutMs }),
      await client.udpEcho(host.secondaryAddress, 6000, { sourcePort: 40001, timeoutMs }),
    ];
    const before = await call(5000);
    await web.start();
    await db.start();
    return { before, after: await call(5000) };
  },
  expect: ({ web, db, host, client }, { before, after }) => [
    ...before.map(refused),
    ...after.map((answer) => clientSeenAs(answer, client)),
    ...[web, db].map((server, n) =>
      journey(
        [host.uplink, fromPort(40000 + n, anything({ protocol: udp, from: client }))],
        [host.docker0.bridge, fromPort(40000 + n, anything({ protocol: udp, from: client, to: server }))],
      ),
    ),
  ],
  known: [
    {
      engines: '<23.0.0',
      because:
        'these engines keep conntrack entries from the time when no container had the port (until moby #44742): no ' +
        'rule translates that flow any more, so docker-proxy carries it',
      instead: ({ web, db, host }, { before, after }) => [
        ...before.map(refused),
        ...after.map((answer) => clientSeenAs(answer, host.docker0.gateway)),
        ...[web, db].map((server) =>
          host.docker0.bridge.saw(anything({ protocol: udp, from: host.docker0.gateway, to: server })),
        ),
      ],
    },
  ],
  needs: { 'userland-proxy': true },
  // Translates to the host itself before Docker's rule: docker-proxy answers.
  sabotage: () => iptables('-t nat -I PREROUTING -p udp -j REDIRECT'),
});
