import {
  anything,
  clientSeenAs,
  conformance,
  container,
  different,
  documented,
  fromPort,
  iptables,
  journey,
  lanHost,
  type Container,
  type Host,
  type LanHost,
} from 'docknet';

/** A datagram of a flow as it arrives and as it must reach the container. */
const arrives = (host: Host, client: LanHost, web: Container, port: number, sourcePort: number) =>
  journey(
    [host.uplink, fromPort(sourcePort, anything({ protocol: 'udp', from: client, to: host, port }))],
    [host.docker0.bridge, fromPort(sourcePort, anything({ protocol: 'udp', from: client, to: web, port: 5000 }))],
  );

export default conformance({
  id: 'upgrade/udp-flow-after-recreate',
  title: 'a client’s UDP flow reaches a recreated container, with its port published on one address or on all',
  claim: documented(
    'moby',
    'Containers made anew (#44742, #52423, #53384)',
    'The engine flushes conntrack entries of a published UDP port when its container goes and when another comes, ' +
      'so a client with a fixed source port is not sent to a stale address.',
  ),
  // Host port and container port differ: conntrack must be flushed for both (moby #53384).
  given: {
    web: container({ serveUdp: 5000, publish: ['4000:5000/udp', '{host}:4001:5000/udp'] }),
    db: container({ started: false }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    const call = async () => ({
      all: await client.udpEcho(host, 4000, { sourcePort: 40000 }),
      one: await client.udpEcho(host, 4001, { sourcePort: 40001 }),
    });
    const before = { ...(await call()), silent: await client.udpEcho(host, 4000, { sourcePort: 40002 }) };
    const old = web.address;
    await web.remove();
    const meanwhile = await call(); // no one answers, and conntrack notes the flow without a translation
    await db.start(); // gets the old address
    await web.start();
    const after = { ...(await call()), silent: await client.udpEcho(host, 4000, { sourcePort: 40002 }) };
    return { before, old, meanwhile, after };
  },
  expect: ({ web, host, client }, { before, old, after }) => [
    ...[before.all, before.one, before.silent].map((answer) => clientSeenAs(answer, client)),
    different('the container’s addresses before and after', old, web.address),
    ...[after.all, after.one, after.silent].map((answer) => clientSeenAs(answer, client)),
    arrives(host, client, web, 4000, 40000),
    arrives(host, client, web, 4001, 40001),
    arrives(host, client, web, 4000, 40002),
  ],
  // Translates to the host itself before Docker's rule: docker-proxy answers.
  sabotage: () => iptables('-t nat -I PREROUTING -p udp --dport 4000 -j REDIRECT --to-ports 4000'),
  known: [
    {
      engines: '<23.0.0 || >=29.5.0',
      because:
        'these engines keep conntrack entries from the time when no container had the port (moby #44742 before 23.0, ' +
        '#53384 from 29.5 on if host port and container port differ): no rule translates that flow any more, so ' +
        'docker-proxy carries it and the container sees the bridge’s address',
      instead: ({ web, host, client }, { before, old, after }) => [
        ...[before.all, before.one, before.silent].map((answer) => clientSeenAs(answer, client)),
        different('the container’s addresses before and after', old, web.address),
        clientSeenAs(after.all, host.docker0.gateway),
        clientSeenAs(after.one, host.docker0.gateway),
        host.docker0.bridge.neverSaw(fromPort(40000, anything({ protocol: 'udp', from: client, to: web }))),
        host.docker0.bridge.neverSaw(fromPort(40001, anything({ protocol: 'udp', from: client, to: web }))),
        clientSeenAs(after.silent, client), // a flow of the removed container is flushed with it
        arrives(host, client, web, 4000, 40002),
      ],
    },
  ],
  needs: { 'userland-proxy': true },
});
