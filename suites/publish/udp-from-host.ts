import { anything, clientSeenAs, conformance, container, documented, fromPort, localhost, shell } from 'docknet';

export default conformance({
  id: 'publish/udp-from-host',
  title: 'a published UDP port serves the host’s own clients at 127.0.0.1 and at its address, and answers from there',
  claim: documented(
    'dockerd',
    'userland-proxy',
    'docker-proxy carries what the host sends to a published port at a loopback address, UDP included.',
  ),
  given: { web: container({ serveUdp: 5000, publish: ['4000:5000/udp'] }) },
  // A datagram from another address or port would not reach the client: its socket is connected.
  when: async ({ host }) => ({
    loopback: await host.udpEcho(localhost, 4000, { sourcePort: 40000 }),
    again: await host.udpEcho(localhost, 4000, { sourcePort: 40000 }),
    second: await host.udpEcho(localhost, 4000, { sourcePort: 40001 }),
    uplink: await host.udpEcho(host, 4000, { sourcePort: 40002 }),
  }),
  expect: ({ web, host }, { loopback, again, second, uplink }) => [
    ...[loopback, again, second].map((answer) => clientSeenAs(answer, host.docker0.gateway)),
    host.lo.sawTimes(2, fromPort(40000, anything({ protocol: 'udp', from: localhost, to: localhost, port: 4000 }))),
    host.lo.sawTimes(2, fromPort(4000, anything({ protocol: 'udp', from: localhost, to: localhost, port: 40000 }))),
    host.lo.saw(fromPort(4000, anything({ protocol: 'udp', from: localhost, to: localhost, port: 40001 }))),
    host.docker0.bridge.sawTimes(3, anything({ protocol: 'udp', from: host.docker0.gateway, to: web, port: 5000 })),
    clientSeenAs(uplink, host), // translated, without the proxy
    host.docker0.bridge.sawTimes(1, fromPort(40002, anything({ protocol: 'udp', from: host, to: web, port: 5000 }))),
  ],
  // Takes the proxy for UDP away.
  sabotage: () => shell('kill -9 $(ss -Hlnup sport = 4000 | grep -o "pid=[0-9]*" | cut -d= -f2)'),
  needs: { 'userland-proxy': true },
});
