import {
  answered,
  anything,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  journey,
  lanHost,
  none,
  refused,
  same,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'publish/publish-all',
  title: '-P publishes the exposed ports, TCP and UDP, and no other; --expose alone publishes nothing',
  claim: documented(
    'run',
    '--publish-all',
    'With -P every exposed port is published at a random host port. An exposed port is not published by itself.',
  ),
  given: {
    web: container({ serve: 80, alsoServe: [81], serveUdp: 5000, expose: ['80', '5000/udp'], publishAll: true }),
    db: container({ serve: 80, expose: ['80'] }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    const [tcp, udp] = [web.publishedPort('80/tcp'), web.publishedPort('5000/udp')];
    const listeners = await host.listeners();
    const [page, datagram, exposed] = await Promise.all([
      client.get(host, tcp),
      client.udpEcho(host, udp, { sourcePort: 40000 }),
      client.get(host, 81),
    ]);
    return { tcp, udp, listeners, page, datagram, exposed, fromHost: await host.get(web, 81) };
  },
  expect: ({ web, db, host, client }, { tcp, udp, listeners, page, datagram, exposed, fromHost }) => [
    same('the published ports are', Object.keys(web.ports).sort(), ['5000/udp', '80/tcp']),
    same('db has as many published ports as', Object.values(db.ports).flat().length, 0),
    none(
      'no docker-proxy holds another port',
      // 20.10.24 may draw another number for IPv6 than for IPv4.
      listeners.sockets.filter(({ program, port }) => program === 'docker-proxy' && !isPublished(web, port)),
    ),
    answered(page),
    journey([host.uplink, syn(client, host, tcp)], [host.docker0.bridge, syn(client, web, 80)]),
    clientSeenAs(datagram, client),
    journey(
      [host.uplink, fromPort(40000, anything({ protocol: 'udp', from: client, to: host, port: udp }))],
      [host.docker0.bridge, anything({ protocol: 'udp', from: client, to: web, port: 5000 })],
    ),
    answered(fromHost), // web serves port 81, which is not exposed
    refused(exposed),
    host.docker0.bridge.neverSaw(anything({ from: client, to: db })),
  ],
  sabotage: withGiven({ web: container({ serve: 80, alsoServe: [81], serveUdp: 5000, expose: ['80', '5000/udp'] }) }),
});

const isPublished = ({ ports }: { readonly ports: Readonly<Record<string, readonly string[]>> }, port: number) =>
  Object.values(ports).some((bindings) => bindings.some((binding) => binding.endsWith(`:${port}`)));
