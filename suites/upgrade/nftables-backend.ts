import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  journey,
  lanHost,
  localhost,
  nftables,
  nftablesEngine,
  syn,
  that,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'upgrade/nftables-backend',
  title: 'with the nftables backend containers are masqueraded, published and isolated as with iptables',
  claim: documented(
    'moby',
    'The host’s own firewall (29.0 notes, #50646)',
    'The nftables backend handles container traffic by tables of its own, docker-bridges, with the same result. ' +
      'It does not turn on IP forwarding.',
  ),
  given: {
    daemon: nftablesEngine(),
    app: bridge(),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
    blue: bridge(),
    db: container({ on: 'blue' }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    const [ping, call, local, across] = await Promise.all([
      web.ping(client),
      client.get(host, 8080),
      host.get(localhost, 8080),
      db.ping(web, { timeoutMs: 2000 }),
    ]);
    return { ping, call, local, across, tables: await host.nftTables() };
  },
  expect: ({ app, web, db, host, client }, { ping, call, local, across, tables }) => [
    that('nftables has a table ip docker-bridges', tables.includes('ip docker-bridges'), tables),
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
  sabotage: () => nftables('delete table ip docker-bridges'),
});
