import { bridge, clientSeenAs, conformance, container, documented, fromPort, nftables, syn, synAck } from 'docknet';

export default conformance({
  id: 'ipv6/own-port-from-inside',
  title: 'over IPv6 docker-proxy carries a container’s call to its own published port, and a neighbour’s',
  claim: documented(
    'dockerd',
    'userland-proxy',
    'docker-proxy carries what the containers of a network send to the network’s own published ports.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
    db: container({ on: 'app' }),
  },
  when: async ({ web, db, host }) => ({
    own: await web.get(host.ipv6, 8080, { sourcePort: 40000 }),
    neighbour: await db.get(host.ipv6, 8080, { sourcePort: 40001 }),
  }),
  expect: ({ app, web, db, host }, { own, neighbour }) => [
    clientSeenAs(own, app.ipv6.gateway),
    clientSeenAs(neighbour, app.ipv6.gateway),
    web.eth0.saw(fromPort(40000, syn(web.ipv6, host.ipv6, 8080))), // to docker-proxy
    web.eth0.saw(synAck(host.ipv6, 8080, web.ipv6)),
    db.eth0.saw(fromPort(40001, syn(db.ipv6, host.ipv6, 8080))),
    web.eth0.sawTimes(2, syn(app.ipv6.gateway, web.ipv6, 80)), // from it
  ],
  sabotage: () => nftables('table ip6 wrong { chain in { type filter hook input priority 0; tcp dport 8080 drop; }; }'),
  needs: { 'userland-proxy': true },
});
