import {
  anything,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  iptables,
  journey,
  lanHost,
  listening,
  localhost,
  refused,
  syn,
} from 'docknet';

export default conformance({
  id: 'publish/tcp-and-udp',
  title: 'one host port carries a TCP and a UDP mapping, each to its own container port; TCP alone leaves UDP closed',
  claim: documented(
    'ports',
    'Publishing ports',
    'A port can be published for TCP and for UDP at once: -p 8080:80/tcp -p 8080:80/udp. Without a protocol it is TCP.',
  ),
  given: {
    web: container({ serve: 80, serveUdp: 5000, publish: ['4000:80', '4000:5000/udp', '4001:80'] }),
    client: lanHost(),
  },
  when: async ({ host, client }) => {
    const listeners = await host.listeners();
    const [page, datagram, tcpOnly, control] = await Promise.all([
      client.get(host, 4000),
      client.udpEcho(host, 4000, { sourcePort: 40000 }),
      client.get(host, 4001),
      client.udpEcho(host, 4001, { sourcePort: 40001 }),
    ]);
    return { listeners, page, datagram, tcpOnly, control, own: await host.udpEcho(localhost, 4000) };
  },
  expect: ({ web, host, client }, { listeners, page, datagram, tcpOnly, control, own }) => [
    clientSeenAs(page, client),
    journey([host.uplink, syn(client, host, 4000)], [host.docker0.bridge, syn(client, web, 80)]),
    clientSeenAs(datagram, client),
    journey(
      [host.uplink, fromPort(40000, anything({ protocol: 'udp', from: client, to: host, port: 4000 }))],
      [host.docker0.bridge, anything({ protocol: 'udp', from: client, to: web, port: 5000 })],
    ),
    clientSeenAs(tcpOnly, client),
    refused(control), // an ICMP error
    host.uplink.saw(anything({ protocol: 'icmp', from: host, to: client })),
    host.docker0.bridge.neverSaw(fromPort(40001, anything({ protocol: 'udp', from: client }))),
    listening(listeners, { protocol: 'tcp', address: '0.0.0.0', port: 4000, program: 'docker-proxy' }),
    listening(listeners, { protocol: 'udp', address: '0.0.0.0', port: 4000, program: 'docker-proxy' }),
    clientSeenAs(own, host.docker0.gateway), // the proxy's own datagram
  ],
  // Translates to the host itself before Docker's rule for UDP: docker-proxy answers.
  sabotage: () => iptables('-t nat -I PREROUTING -p udp --dport 4000 -j REDIRECT'),
  needs: { 'userland-proxy': true },
});
