import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  journey,
  lanHost,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'gateway/allow-direct-routing',
  title: 'with allow-direct-routing published ports are reached at the containers’ addresses, other ports are not',
  claim: documented(
    'ports',
    'Direct routing',
    'The setting allow-direct-routing lets remote hosts reach published ports at the containers’ own addresses, on ' +
      'every bridge network.',
  ),
  given: {
    daemon: engine({ 'allow-direct-routing': true }),
    red: bridge(),
    web: container({ serve: 80, alsoServe: [81], publish: ['8080:80'] }),
    redWeb: container({ on: 'red', serve: 80, serveUdp: 5000, publish: ['8081:80', '4000:5000/udp'] }),
    client: lanHost(),
  },
  when: async ({ red, web, redWeb, host, client }) => {
    await client.routeTo(host.docker0.subnet, host.address);
    await client.routeTo(red.subnet, host.address);
    const [first, second, datagram, fromHost, closed] = await Promise.all([
      client.get(web, 80),
      client.get(redWeb, 80),
      client.udpEcho(redWeb, 5000),
      host.get(web, 81),
      client.get(web, 81, { timeoutMs: 1000 }),
    ]);
    return { first, second, datagram, fromHost, closed };
  },
  expect: ({ red, web, redWeb, host, client }, { first, second, datagram, fromHost, closed }) => [
    clientSeenAs(first, client),
    journey([host.uplink, syn(client, web, 80)], [host.docker0.bridge, syn(client, web, 80)]),
    clientSeenAs(second, client),
    journey([host.uplink, syn(client, redWeb, 80)], [red.bridge, syn(client, redWeb, 80)]),
    clientSeenAs(datagram, client),
    clientSeenAs(fromHost, host.docker0.gateway), // web serves port 81, which is not published
    timedOut(closed),
    host.uplink.saw(syn(client, web, 81)),
    host.docker0.bridge.neverSaw(syn(client, web, 81)),
  ],
  sabotage: withGiven({ daemon: engine({}) }),
  appliesTo: { engines: '>=28.2.0', because: 'the setting came with engine 28.2' },
});
