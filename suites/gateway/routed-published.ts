import {
  answered,
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  journey,
  lanHost,
  refused,
  reset,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options),
  web: container({
    on: 'app',
    serve: 80,
    alsoServe: [81, 82],
    serveUdp: 5000,
    publish: ['8080:80', '8081:81', '4000:5000/udp'],
  }),
  other: container({ on: 'app', serve: 80 }),
  db: container({ serve: 80, publish: ['8083:80'] }),
  client: lanHost(),
});

export default conformance({
  id: 'gateway/routed-published',
  title: 'in gateway mode routed the published ports are open at the container’s address, and nothing at the host’s',
  claim: documented(
    'ports',
    'Gateway modes',
    'In mode routed no port of the host is mapped. Published ports are reached at the container’s address by who ' +
      'routes there; other ports are not.',
  ),
  given: given({ 'com.docker.network.bridge.gateway_mode_ipv4': 'routed' }),
  when: async ({ app, web, other, host, client }) => {
    await client.routeTo(app.subnet, host.address);
    const [first, second, datagram, onHost, control, fromHost, closed, neighbour, ping] = await Promise.all([
      client.get(web, 80),
      client.get(web, 81),
      client.udpEcho(web, 5000, { sourcePort: 40000 }),
      client.get(host, 8080),
      client.get(host, 8083),
      host.get(web, 82),
      client.get(web, 82, { timeoutMs: 1000 }),
      client.get(other, 80, { timeoutMs: 1000 }),
      client.ping(web),
    ]);
    return { first, second, datagram, onHost, control, fromHost, closed: [closed, neighbour], ping };
  },
  expect: (
    { app, web, other, db, host, client },
    { first, second, datagram, onHost, control, fromHost, closed, ping },
  ) => [
    clientSeenAs(first, client),
    journey([host.uplink, syn(client, web, 80)], [app.bridge, syn(client, web, 80)]),
    clientSeenAs(second, client),
    journey([host.uplink, syn(client, web, 81)], [app.bridge, syn(client, web, 81)]),
    clientSeenAs(datagram, client),
    app.bridge.saw(fromPort(40000, anything({ protocol: 'udp', from: client, to: web, port: 5000 }))),
    answered(ping), // ICMP is let in
    refused(onHost),
    host.uplink.saw(reset(host, 8080, client)),
    clientSeenAs(control, client), // a network in mode nat
    journey([host.uplink, syn(client, host, 8083)], [host.docker0.bridge, syn(client, db, 80)]),
    clientSeenAs(fromHost, app.gateway), // web serves port 82, which is not published
    ...closed.map(timedOut),
    host.uplink.saw(syn(client, web, 82)),
    app.bridge.neverSaw(syn(client, web, 82)),
    host.uplink.saw(syn(client, other, 80)), // it publishes nothing
    app.bridge.neverSaw(syn(client, other, 80)),
  ],
  sabotage: withGiven(given({})),
  appliesTo: { engines: '>=27.0.0', because: 'gateway modes came with engine 27' },
});
