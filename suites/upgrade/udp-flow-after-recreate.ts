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

/** A flow's datagram as it comes in and as it must come to the container. */
const arrives = (host: Host, client: LanHost, web: Container, port: number, sourcePort: number) =>
  journey(
    [host.uplink, fromPort(sourcePort, anything({ protocol: 'udp', from: client, to: host, port }))],
    [host.docker0.bridge, fromPort(sourcePort, anything({ protocol: 'udp', from: client, to: web, port: 5000 }))],
  );

export default conformance({
  id: 'upgrade/udp-flow-after-recreate',
  title:
    'a client’s UDP flow reaches the container that took the place of another, whether its port is published on one address or on all',
  claim: documented(
    'moby',
    'Containers made anew (#44742, #52423, #53384)',
    'What conntrack knows of a published UDP port is forgotten when its container goes and when another one comes, so that a client with a fixed port of its own is not led to where nobody is.',
  ),
  // The host's ports are not the container's, which conntrack does not know (moby #53384).
  given: {
    web: container({ serveUdp: 5000, publish: ['4000:5000/udp', '{host}:4001:5000/udp'] }),
    db: container({ started: false }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    const talking = async () => ({
      all: await client.udpEcho(host, 4000, { sourcePort: 40000 }),
      one: await client.udpEcho(host, 4001, { sourcePort: 40001 }),
    });
    const before = { ...(await talking()), silent: await client.udpEcho(host, 4000, { sourcePort: 40002 }) };
    const old = web.address;
    await web.remove();
    const meanwhile = await talking(); // to nobody, and conntrack remembers it without a translation
    await db.start(); // has the old address now
    await web.start();
    const after = { ...(await talking()), silent: await client.udpEcho(host, 4000, { sourcePort: 40002 }) };
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
  // Ends nat PREROUTING before Docker's rule: docker-proxy answers then.
  sabotage: () => iptables('-t nat -I PREROUTING -p udp --dport 4000 -j ACCEPT'),
  known: [
    {
      engines: '<23.0.0',
      because:
        'these engines do not forget what conntrack noted while nobody had the port (moby #44742): no rule translates that flow any more, so docker-proxy carries it and the container takes the bridge for its client',
      instead: ({ web, host, client }, { before, old, after }) => [
        ...[before.all, before.one, before.silent].map((answer) => clientSeenAs(answer, client)),
        different('the container’s addresses before and after', old, web.address),
        clientSeenAs(after.all, host.docker0.gateway),
        clientSeenAs(after.one, host.docker0.gateway),
        host.docker0.bridge.neverSaw(fromPort(40000, anything({ protocol: 'udp', from: client, to: web }))),
        host.docker0.bridge.neverSaw(fromPort(40001, anything({ protocol: 'udp', from: client, to: web }))),
        clientSeenAs(after.silent, client), // a flow of the container that went is forgotten with it
        arrives(host, client, web, 4000, 40002),
      ],
    },
  ],
});
