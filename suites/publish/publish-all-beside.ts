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
  refused,
  same,
  syn,
  that,
  withGiven,
} from 'docknet';

const web = (publishAll: boolean) =>
  container({
    serve: 80,
    alsoServe: [81],
    serveUdp: 5000,
    expose: ['80', '81', '5000/udp'],
    publish: ['8080:80', '8082:82'],
    publishAll,
  });

export default conformance({
  id: 'publish/publish-all-beside',
  title: 'beside -p, -P publishes the exposed ports that no -p names, each at a port of its own',
  claim: documented('run', '--publish-all', 'With -P every exposed port is published at a random host port.'),
  given: { web: web(true), client: lanHost() },
  when: async ({ web, host, client }) => {
    const [tcp, udp] = [web.publishedPort('81/tcp'), web.publishedPort('5000/udp')];
    return {
      tcp,
      udp,
      named: await client.get(host, 8080),
      page: await client.get(host, tcp),
      datagram: await client.udpEcho(host, udp, { sourcePort: 40000 }),
      unserved: await client.get(host, 8082),
    };
  },
  expect: ({ web, host, client }, { tcp, udp, named, page, datagram, unserved }) => [
    same('the published ports are', Object.keys(web.ports).sort(), ['5000/udp', '80/tcp', '81/tcp', '82/tcp']),
    ...['80', '82'].map((port) =>
      same(`port ${port} is published at`, [...(web.ports[`${port}/tcp`] ?? [])].sort(), [
        `0.0.0.0:80${port}`,
        `:::80${port}`,
      ]),
    ),
    that('port 81 has a port of its own', tcp > 0 && tcp !== 8080 && tcp !== 8082, tcp),
    answered(named),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    answered(page),
    journey([host.uplink, syn(client, host, tcp)], [host.docker0.bridge, syn(client, web, 81)]),
    clientSeenAs(datagram, client),
    journey(
      [host.uplink, fromPort(40000, anything({ protocol: 'udp', from: client, to: host, port: udp }))],
      [host.docker0.bridge, anything({ protocol: 'udp', from: client, to: web, port: 5000 })],
    ),
    refused(unserved),
    host.docker0.bridge.saw(syn(client, web, 82)),
  ],
  sabotage: withGiven({ web: web(false) }),
});
