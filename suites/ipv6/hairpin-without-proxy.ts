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
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/hairpin-without-proxy',
  title: 'without docker-proxy a container reaches its own port published over IPv6, and a client keeps its address',
  claim: documented(
    'rn-27',
    '27.0',
    'By default ports are published by ip6tables rules over IPv6 as over IPv4, without docker-proxy, too.',
  ),
  given: {
    daemon: engine({ 'userland-proxy': false }),
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
    db: container({ on: 'app' }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ web, db, host, client }) => ({
    own: await web.get(host.ipv6, 8080),
    neighbour: await db.get(host.ipv6, 8080),
    fromHost: await host.get(host.ipv6, 8080),
    fromLan: await client.get(host.ipv6, 8080),
  }),
  expect: ({ app, web, db, host, client }, { own, neighbour, fromHost, fromLan }) => [
    clientSeenAs(own, app.ipv6.gateway),
    journey([web.eth0, syn(web.ipv6, host.ipv6, 8080)], [web.eth0, syn(app.ipv6.gateway, web.ipv6, 80)]),
    clientSeenAs(neighbour, db.ipv6),
    journey([db.eth0, syn(db.ipv6, host.ipv6, 8080)], [web.eth0, syn(db.ipv6, web.ipv6, 80)]),
    clientSeenAs(fromHost, app.ipv6.gateway),
    clientSeenAs(fromLan, client.ipv6),
    journey([host.uplink, syn(client.ipv6, host.ipv6, 8080)], [app.bridge, syn(client.ipv6, web.ipv6, 80)]),
  ],
  sabotage: withGiven({ daemon: engine({}) }),
  needs: { icc: true },
  appliesTo: { engines: '>=27.0.0', because: 'the setting ip6tables was experimental and off before engine 27' },
});
