import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  localhostIpv6,
  refused,
  sentBy,
  syn,
  synAck,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/published-ipv4-container',
  title: 'docker-proxy opens a published port at the host’s IPv6 addresses for a container that has IPv4 only',
  claim: documented(
    'ports',
    'Publishing ports',
    'The userland proxy passes what arrives at the host’s IPv6 addresses to a container’s IPv4 address. The ' +
      'container sees the bridge’s address as its client.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app', serve: 80, alsoServe: [82], serveUdp: 5000, publish: ['8080:80', '4000:5000/udp'] }),
    db: container({ on: 'app', serve: 82, publish: ['0.0.0.0:8082:82'] }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ client, host }) => {
    const [ipv6, datagram, loopback, ipv4, shut] = await Promise.all([
      client.get(host.ipv6, 8080),
      client.udpEcho(host.ipv6, 4000),
      host.get(localhostIpv6, 8080),
      client.get(host, 8080),
      client.get(host.ipv6, 8082),
    ]);
    return { ipv6, datagram, loopback, ipv4, shut };
  },
  expect: ({ app, web, host, client }, { ipv6, datagram, loopback, ipv4, shut }) => [
    clientSeenAs(ipv6, app.gateway),
    host.uplink.saw(syn(client.ipv6, host.ipv6, 8080)),
    host.uplink.saw(synAck(host.ipv6, 8080, client.ipv6)),
    app.bridge.sawTimes(2, syn(app.gateway, web, 80)), // for the client and for the host's own call
    clientSeenAs(datagram, app.gateway),
    host.uplink.saw(anything({ protocol: 'udp', from: client.ipv6, to: host.ipv6, port: 4000 })),
    app.bridge.saw(sentBy(app.gateway, anything({ protocol: 'udp', to: web, port: 5000 }))),
    clientSeenAs(loopback, app.gateway),
    clientSeenAs(ipv4, client), // not by the proxy
    app.bridge.saw(syn(client, web, 80)),
    refused(shut), // published on 0.0.0.0 alone
  ],
  sabotage: withGiven({ settings: engine({ 'userland-proxy': false }) }),
  needs: { 'userland-proxy': true },
});
