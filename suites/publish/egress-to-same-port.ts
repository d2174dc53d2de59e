import { bridge, clientSeenAs, conformance, container, documented, iptables, journey, lanHost, syn } from 'docknet';

export default conformance({
  id: 'publish/egress-to-same-port',
  title: 'a published port takes calls to the host alone: containers and the host reach the same port elsewhere',
  claim: documented(
    'publish',
    'use iptables to perform a port forward',
    'Only traffic to the host’s own addresses is translated to the container.',
  ),
  given: {
    red: bridge(),
    web: container({ serve: 80, publish: ['8080:80'] }),
    db: container(),
    redWeb: container({ on: 'red', serve: 8080 }),
    blueWeb: container({ on: 'red' }),
    client: lanHost(),
    server: lanHost({ lan: 'second' }), // serves port 8080
  },
  when: async ({ web, db, redWeb, blueWeb, host, client, server }) => {
    await client.routeTo(server.subnet, host.address);
    await host.iptables(`-I FORWARD -s ${client.address} -d ${server.address} -j ACCEPT`);
    await host.iptables(`-I FORWARD -s ${server.address} -d ${client.address} -j ACCEPT`);
    await server.routeTo(client.subnet, host.secondUplinkAddress);
    return {
      published: await client.get(host, 8080),
      own: await web.get(server, 8080),
      neighbour: await db.get(server, 8080),
      across: await blueWeb.get(server, 8080),
      inside: await blueWeb.get(redWeb, 8080),
      fromHost: await host.get(server, 8080),
      fromHostInside: await host.get(redWeb, 8080),
      through: await client.get(server, 8080),
    };
  },
  expect: ({ web, db, blueWeb, redWeb, red, host, client, server }, outcome) => [
    clientSeenAs(outcome.published, client),
    ...[outcome.own, outcome.neighbour, outcome.across, outcome.fromHost].map((call) =>
      clientSeenAs(call, host.secondUplinkAddress),
    ),
    ...[web, db].map((from) =>
      journey(
        [host.docker0.bridge, syn(from, server, 8080)],
        [host.secondUplink, syn(host.secondUplinkAddress, server, 8080)],
      ),
    ),
    journey([red.bridge, syn(blueWeb, server, 8080)], [host.secondUplink, syn(host.secondUplinkAddress, server, 8080)]),
    clientSeenAs(outcome.inside, blueWeb),
    clientSeenAs(outcome.fromHostInside, red.gateway),
    redWeb.eth0.saw(syn(blueWeb, redWeb, 8080)),
    clientSeenAs(outcome.through, client),
    journey([host.uplink, syn(client, server, 8080)], [host.secondUplink, syn(client, server, 8080)]),
    host.docker0.bridge.sawTimes(1, syn(client, web, 80)), // at the host's address
  ],
  sabotage: ({ web }) =>
    iptables(`-t nat -I PREROUTING -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`),
});
