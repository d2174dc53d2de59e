import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  engine,
  journey,
  lanHost,
  shell,
  syn,
  that,
  unanswered,
} from 'docknet';

/*
 * Written from the engine's documents: no engine 29 was to be had when it was, so it has never been run. What it expects beside
 * the tables' name is what checks of the other areas have seen with iptables.
 */
export default conformance({
  id: 'upgrade/nftables-backend',
  title: 'with nftables in place of iptables containers are masqueraded, published and kept apart as before',
  claim: documented(
    'moby',
    'The host’s own firewall (29.0 notes, #50646)',
    'The native nftables backend does by tables of its own, docker-bridges, what the documents say of a container’s traffic. It does not turn on forwarding: the administrator does.',
  ),
  given: {
    daemon: engine({ 'firewall-backend': 'nftables' }, { 'net.ipv4.ip_forward': 1 }),
    app: bridge(),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
    other: bridge(),
    db: container({ on: 'other' }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    const [ping, call, local, across] = await Promise.all([
      web.ping(client),
      client.get(host, 8080),
      host.get('127.0.0.1', 8080),
      db.ping(web, { timeoutMs: 2000 }),
    ]);
    return { ping, call, local, across, tables: (await host.sh('nft list tables')).trim() };
  },
  expect: ({ app, web, db, host, client }, { ping, call, local, across, tables }) => [
    that(
      'the engine’s rules are in a table docker-bridges',
      tables.split('\n').includes('table ip docker-bridges'),
      tables,
    ),
    answered(ping),
    journey([app.bridge, echoRequest(web, client)], [host.uplink, echoRequest(host, client)]),
    journey([host.uplink, echoReply(client, host)], [app.bridge, echoReply(client, web)]),
    clientSeenAs(call, client),
    journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web, 80)]),
    answered(local),
    unanswered(across),
    db.eth0.saw(echoRequest(db, web)), // dropped before the bridge's own interface on some engines
    app.bridge.neverSaw(echoRequest(db, web)),
  ],
  appliesTo: { engines: '>=29.0.0', because: 'the native nftables backend came with engine 29' },
  sabotage: () => shell('nft delete table ip docker-bridges'),
});
