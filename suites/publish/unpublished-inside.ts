import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  nftables,
  perBackend,
  shell,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'publish/unpublished-inside',
  title: 'a port that is not published is open to the docker host and to its network, and to no one else',
  claim: documented(
    'ports',
    'Publishing ports',
    'Ports that are not published are reached from the docker host and from containers of the same network only.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    web: container({ on: 'red', serve: 80, alsoServe: [81], publish: ['8080:80'] }),
    db: container({ on: 'red', serve: 80 }), // the port that web publishes
    blueWeb: container({ on: 'blue' }),
    client: lanHost(),
  },
  when: async ({ red, web, db, blueWeb, host, client }) => {
    await client.routeTo(red.subnet, host.address);
    const [fromHost, neighbour, control, across, outside, samePort] = await Promise.all([
      host.get(web, 81),
      db.get(web, 81),
      client.get(host, 8080),
      blueWeb.get(web, 81, { timeoutMs: 1000 }),
      client.get(web, 81, { timeoutMs: 1000 }),
      client.get(db, 80, { timeoutMs: 1000 }),
    ]);
    return { fromHost, neighbour, control, across, outside, samePort };
  },
  expect: ({ red, web, db, blueWeb, host, client }, { fromHost, neighbour, control, across, outside, samePort }) => [
    clientSeenAs(fromHost, red.gateway),
    clientSeenAs(neighbour, db),
    web.eth0.saw(syn(db, web, 81)),
    clientSeenAs(control, client), // another port of the same container is published
    journey([host.uplink, syn(client, host, 8080)], [red.bridge, syn(client, web, 80)]),
    timedOut(across),
    blueWeb.eth0.saw(syn(blueWeb, web, 81)),
    red.bridge.neverSaw(syn(blueWeb, web, 81)),
    red.bridge.sawTimes(1, syn(red.gateway, web, 81)), // the host's own call, none masqueraded
    timedOut(outside),
    host.uplink.saw(syn(client, web, 81)),
    red.bridge.neverSaw(syn(client, web, 81)),
    timedOut(samePort),
    host.uplink.saw(syn(client, db, 80)),
    red.bridge.neverSaw(syn(client, db, 80)),
  ],
  sabotage: ({ red }) =>
    perBackend({
      iptables: shell(`iptables -t raw -F; iptables -I FORWARD -o ${red.bridge.name} -p tcp --dport 81 -j ACCEPT`),
      nftables: nftables('delete table ip docker-bridges'),
    }),
});
