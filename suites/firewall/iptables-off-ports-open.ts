import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  iptables,
  journey,
  lanHost,
  syn,
} from 'docknet';

export default conformance({
  id: 'firewall/iptables-off-ports-open',
  title: 'with iptables off every port of every container is open to the LAN at the container’s own address',
  claim: documented(
    'fw',
    'Prevent Docker from manipulating firewall rules',
    'Without Docker’s rules every port of every container is reached by other hosts that route to it.',
  ),
  given: {
    daemon: engine({ iptables: false }),
    red: bridge(),
    web: container({ serve: 80, alsoServe: [81], publish: ['8080:80'] }),
    redWeb: container({ on: 'red', serve: 80 }),
    client: lanHost(),
  },
  when: async ({ red, web, redWeb, host, client }) => {
    await client.routeTo(host.docker0.subnet, host.address);
    await client.routeTo(red.subnet, host.address);
    const [published, unpublished, userNetwork] = await Promise.all([
      client.get(web, 80),
      client.get(web, 81),
      client.get(redWeb, 80),
    ]);
    return { published, unpublished, userNetwork };
  },
  expect: ({ red, web, redWeb, host, client }, { published, unpublished, userNetwork }) => [
    ...[published, unpublished, userNetwork].map((call) => clientSeenAs(call, client)),
    journey([host.uplink, syn(client, web, 80)], [host.docker0.bridge, syn(client, web, 80)]),
    journey([host.uplink, syn(client, web, 81)], [host.docker0.bridge, syn(client, web, 81)]),
    journey([host.uplink, syn(client, redWeb, 80)], [red.bridge, syn(client, redWeb, 80)]),
  ],
  sabotage: () => iptables('-P FORWARD DROP'),
});
