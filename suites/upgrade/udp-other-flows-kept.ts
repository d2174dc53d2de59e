import {
  anything,
  bridge,
  conformance,
  container,
  documented,
  fromPort,
  lanHost,
  nftables,
  refused,
  succeeded,
  type Container,
  type Host,
  type LanHost,
} from 'docknet';

type Origin = Host | Container;

const datagrams = (from: Origin, server: LanHost, port: 5000 | 6000) =>
  anything({ protocol: 'udp', from, to: server, port });

/** Those that have the source port that the containers send from. */
const kept = (from: Origin, server: LanHost, port: 5000 | 6000) =>
  fromPort(35_000 + port, datagrams(from, server, port));

export default conformance({
  id: 'upgrade/udp-other-flows-kept',
  title: 'a container that starts with a published UDP port leaves other containers’ flows to other hosts alone',
  claim: documented(
    'moby',
    'Containers made anew (#46276, #53384)',
    'The engine flushes conntrack entries of the UDP port that is published, at the address that it is published at.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
    late: container({
      on: 'app',
      started: false,
      serveUdp: 5000,
      publish: ['4000:5000/udp', '{secondary}:6000:6000/udp'],
    }),
    server: lanHost(),
  },
  // Both containers send from one port, so the host translates the second one’s to another, which it must keep.
  when: async ({ web, db, late, server }) => {
    const send = async (from: typeof web) => [
      await from.udpEcho(server, 5000, { sourcePort: 40000 }),
      await from.udpEcho(server, 6000, { sourcePort: 41000 }),
    ];
    const before = [...(await send(web)), ...(await send(db))];
    const started = await late.start();
    return { started, calls: [...before, ...(await send(db))] };
  },
  expect: ({ app, db, host, server }, { started, calls }) => [
    succeeded(started),
    ...calls.map(refused), // server has no such ports
    ...([5000, 6000] as const).flatMap((port) => [
      app.bridge.sawTimes(2, kept(db, server, port)),
      host.uplink.sawTimes(3, datagrams(host, server, port)),
      host.uplink.sawTimes(1, kept(host, server, port)), // web’s
    ]),
  ],
  known: [
    {
      engines: '>=23.0.0 <29.5.0',
      because: 'these engines flush every flow to the host port’s number, at any address (moby #46276, until #52423)',
      instead: ({ app, db, host, server }, { started, calls }) => [
        succeeded(started),
        ...calls.map(refused),
        app.bridge.sawTimes(2, kept(db, server, 5000)),
        app.bridge.sawTimes(2, kept(db, server, 6000)),
        host.uplink.sawTimes(1, kept(host, server, 5000)),
        host.uplink.sawTimes(2, kept(host, server, 6000)), // db’s, too
      ],
    },
    {
      engines: '>=29.5.0',
      because: 'these engines flush every flow to the container port’s number, not the host port’s (moby #53384)',
      instead: ({ app, db, host, server }, { started, calls }) => [
        succeeded(started),
        ...calls.map(refused),
        app.bridge.sawTimes(2, kept(db, server, 5000)),
        app.bridge.sawTimes(2, kept(db, server, 6000)),
        host.uplink.sawTimes(2, kept(host, server, 5000)), // db’s, too
        host.uplink.sawTimes(1, kept(host, server, 6000)),
      ],
    },
  ],
  // Gives every flow a port of another range.
  sabotage: ({ app }) =>
    nftables(
      `table ip wrong { chain post { type nat hook postrouting priority 90; ip saddr ${app.subnet} ` +
        'udp dport 5000-6000 masquerade to :50000-50100; }; }',
    ),
  needs: { 'ip-masq': true },
});
