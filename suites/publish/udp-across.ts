import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  refused,
  shell,
  timedOut,
} from 'docknet';

const udp = 'udp';

export default conformance({
  id: 'publish/udp-across',
  title: 'a container of another network reaches a published UDP port at the host’s address, which answers',
  claim: documented(
    'ports',
    'Publishing ports',
    'A published port is reached at the host’s address from other networks’ containers, a UDP port too.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    redWeb: container({ on: 'red' }),
    web: container({ on: 'blue', serveUdp: 5000, publish: ['4000:5000/udp'] }),
  },
  when: async ({ redWeb, web, host }) => {
    const [published, unpublished, direct] = await Promise.all([
      redWeb.udpEcho(host, 4000, { sourcePort: 40000, timeoutMs: 5000 }),
      redWeb.udpEcho(host, 4001),
      redWeb.udpEcho(web, 5000, { sourcePort: 40001, timeoutMs: 1000 }),
    ]);
    return { published, unpublished, direct };
  },
  expect: ({ red, blue, redWeb, web, host }, { published, unpublished, direct }) => [
    clientSeenAs(published, blue.gateway),
    redWeb.eth0.saw(fromPort(40000, anything({ protocol: udp, from: redWeb, to: host, port: 4000 }))),
    blue.bridge.sawTimes(1, anything({ protocol: udp, from: blue.gateway, to: web, port: 5000 })),
    web.eth0.saw(fromPort(5000, anything({ protocol: udp, from: web, to: blue.gateway }))),
    redWeb.eth0.saw(fromPort(4000, anything({ protocol: udp, from: host, to: redWeb, port: 40000 }))),
    refused(unpublished),
    red.bridge.saw(anything({ protocol: 'icmp', from: host, to: redWeb })),
    timedOut(direct),
    redWeb.eth0.saw(fromPort(40001, anything({ protocol: udp, from: redWeb, to: web, port: 5000 }))),
    blue.bridge.neverSaw(anything({ from: redWeb })),
  ],
  known: [
    {
      engines: '<28.0.0',
      because:
        'docker-proxy answers from the address of the caller’s own bridge, not from the one that was asked, and the ' +
        'caller takes no notice (until moby #48571)',
      instead: ({ red, blue, redWeb, web, host }, { published, unpublished, direct }) => [
        timedOut(published),
        redWeb.eth0.saw(fromPort(40000, anything({ protocol: udp, from: redWeb, to: host, port: 4000 }))),
        blue.bridge.sawTimes(1, anything({ protocol: udp, from: blue.gateway, to: web, port: 5000 })),
        redWeb.eth0.saw(fromPort(4000, anything({ protocol: udp, from: red.gateway, to: redWeb, port: 40000 }))),
        refused(unpublished),
        timedOut(direct),
        blue.bridge.neverSaw(anything({ from: redWeb })),
      ],
    },
  ],
  // Blocks the datagram on its way to docker-proxy and across the bridges.
  sabotage: ({ red }) =>
    shell(
      `iptables -I INPUT -i ${red.bridge.name} -p udp --dport 4000 -j DROP && ` +
        `iptables -I FORWARD -i ${red.bridge.name} -p udp -j DROP`,
    ),
  needs: { 'userland-proxy': true },
});
