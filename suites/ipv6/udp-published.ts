import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  journey,
  lanHost,
  localhostIpv6,
  refused,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/udp-published',
  title: 'a published UDP port is mapped over IPv6, and the answers come from it',
  claim: documented(
    'rn-27',
    '27.0',
    'By default published ports of both protocols are mapped over IPv6 with the source kept.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', serve: 80, serveUdp: 5000, publish: ['4000:5000/udp', '4001:80'] }),
    client: lanHost({ ipv6: true }),
    control: lanHost({ ipv6: true }),
  },
  when: async ({ host, client, control }) => {
    const [first, second, loopback, otherProtocol, ipv4] = await Promise.all([
      client.udpEcho(host.ipv6, 4000, { sourcePort: 40000 }),
      control.udpEcho(host.ipv6, 4000, { sourcePort: 40000 }),
      host.udpEcho(localhostIpv6, 4000),
      client.udpEcho(host.ipv6, 4001),
      client.udpEcho(host, 4000),
    ]);
    return { first, second, loopback, otherProtocol, ipv4 };
  },
  expect: ({ app, web, host, client, control }, { first, second, loopback, otherProtocol, ipv4 }) => [
    clientSeenAs(first, client.ipv6),
    // No journey: over IPv6 the clients' datagrams differ in their addresses alone.
    host.uplink.saw(fromPort(40000, anything({ protocol: 'udp', from: client.ipv6, to: host.ipv6, port: 4000 }))),
    app.bridge.saw(fromPort(40000, anything({ protocol: 'udp', from: client.ipv6, to: web.ipv6, port: 5000 }))),
    journey(
      [app.bridge, fromPort(5000, anything({ protocol: 'udp', from: web.ipv6, to: client.ipv6, port: 40000 }))],
      [host.uplink, fromPort(4000, anything({ protocol: 'udp', from: host.ipv6, to: client.ipv6, port: 40000 }))],
    ),
    clientSeenAs(second, control.ipv6), // another client with the same port
    clientSeenAs(loopback, app.ipv6.gateway), // by docker-proxy
    refused(otherProtocol), // published for TCP alone
    clientSeenAs(ipv4, client),
  ],
  known: [
    {
      engines: '<27.0.0',
      because: 'the setting ip6tables was experimental and off before engine 27, so docker-proxy carries IPv6',
      instead: ({ app, host, client, web }, { first, second, loopback, otherProtocol, ipv4 }) => [
        clientSeenAs(first, app.ipv6.gateway),
        app.bridge.saw(anything({ protocol: 'udp', from: app.ipv6.gateway, to: web.ipv6, port: 5000 })),
        host.uplink.saw(fromPort(4000, anything({ protocol: 'udp', from: host.ipv6, to: client.ipv6, port: 40000 }))),
        clientSeenAs(second, app.ipv6.gateway),
        clientSeenAs(loopback, app.ipv6.gateway),
        refused(otherProtocol),
        clientSeenAs(ipv4, client),
      ],
    },
  ],
  sabotage: withGiven({
    web: container({ on: 'app', serve: 80, serveUdp: 5000, publish: ['0.0.0.0:4000:5000/udp', '4001:80'] }),
  }),
  needs: { 'userland-proxy': true },
});
