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
} from 'docknet';

export default conformance({
  id: 'publish/udp',
  title: 'a UDP port is published like a TCP port',
  claim: documented(
    'notes',
    '4.1. Port forwarding',
    'Packets to the published port get the container’s address and port as destination; here UDP.',
  ),
  given: { web: container({ serveUdp: 5000, publish: ['4000:5000/udp'] }), client: lanHost() },
  when: ({ host, client }) => client.udpEcho(host, 4000),
  expect: ({ web, host, client }, answer) => [
    clientSeenAs(answer, client),
    journey(
      [host.uplink, anything({ protocol: 'udp', from: client, to: host, port: 4000 })],
      [host.docker0.bridge, anything({ protocol: 'udp', from: client, to: web, port: 5000 })],
    ),
    journey(
      [host.docker0.bridge, fromPort(5000, anything({ from: web, to: client }))],
      [host.uplink, fromPort(4000, anything({ from: host, to: client }))],
    ),
    host
      .rule({
        iptables: `nat DOCKER ! -i docker0 -p udp --dport 4000 -j DNAT --to-destination ${web.address}:5000`,
        nftables:
          `docker-bridges nat-prerouting-and-output iifname != docker0 udp dport 4000 dnat to ` + `${web.address}:5000`,
      })
      .countedFlows(1),
    host
      .rule({
        iptables: `filter DOCKER -d ${web.address}/32 ! -i docker0 -o docker0 -p udp --dport 5000 -j ACCEPT`,
        nftables: `docker-bridges filter-forward-in__docker0 ip daddr ${web.address} udp dport 5000 accept`,
      })
      .countedPackets(1),
  ],
  // Translates to the host itself before Docker's rule: docker-proxy answers.
  sabotage: () => iptables('-t nat -I PREROUTING -p udp --dport 4000 -j REDIRECT --to-ports 4000'),
});
