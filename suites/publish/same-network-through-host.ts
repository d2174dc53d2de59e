import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  nftables,
  perBackend,
  syn,
  synAck,
} from 'docknet';

export default conformance({
  id: 'publish/same-network-through-host',
  title: 'docker-proxy carries a container’s call to a neighbour’s port that is published at the host’s address',
  claim: documented(
    'moby-ipt',
    'usernet-portmap',
    'The DNAT rule leaves out what comes from the network’s own bridge: docker-proxy takes that call.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
    db: container({ on: 'app' }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => ({
    neighbour: await db.get(host, 8080),
    itself: await web.get(host, 8080),
    fromLan: await client.get(host, 8080),
  }),
  expect: ({ app, web, db, host, client }, { neighbour, itself, fromLan }) => [
    clientSeenAs(neighbour, app.gateway), // docker-proxy's connection
    app.bridge.saw(syn(db, host, 8080)),
    app.bridge.saw(synAck(host, 8080, db)),
    clientSeenAs(itself, app.gateway),
    app.bridge.saw(syn(web, host, 8080)),
    app.bridge.sawTimes(2, syn(app.gateway, web, 80)),
    clientSeenAs(fromLan, client),
    journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web, 80)]),
    host
      .rule({
        iptables: `nat DOCKER ! -i ${app.bridge.name} -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`,
        nftables:
          `docker-bridges nat-prerouting-and-output iifname != ${app.bridge.name} tcp dport 8080 dnat to ` +
          `${web.address}:80`,
      })
      .countedFlows(1), // fromLan
  ],
  sabotage: ({ app, web }) =>
    perBackend({
      iptables: iptables(
        `-t nat -I PREROUTING -i ${app.bridge.name} -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`,
      ),
      nftables: nftables(
        `insert rule ip docker-bridges nat-PREROUTING iifname ${app.bridge.name} tcp dport 8080 ` +
          `dnat to ${web.address}:80`,
      ),
    }),
  needs: { 'userland-proxy': true },
});
