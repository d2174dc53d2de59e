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
  same,
} from 'docknet';

const udp = 'udp';

export default conformance({
  id: 'publish/udp-addresses',
  title: 'two containers have one UDP port at two addresses of the host, and a third one at 127.0.0.1',
  claim: documented(
    'ports',
    'Publishing ports',
    'A host address in -p publishes the port there alone, UDP included. A container port can be published twice.',
  ),
  given: {
    web: container({ serveUdp: 5000, publish: ['{host}:4000:5000/udp', '{host}:4001:5000/udp'] }),
    db: container({ serveUdp: 5000, publish: ['{secondary}:4000:5000/udp'] }),
    mail: container({ serveUdp: 5000, publish: [`${localhost}:4000:5000/udp`] }),
    client: lanHost(),
  },
  when: async ({ host, client }) => {
    const listeners = await host.listeners();
    const [first, twice, second, own, closed] = await Promise.all([
      client.udpEcho(host, 4000, { sourcePort: 40000 }),
      client.udpEcho(host, 4001, { sourcePort: 40001 }),
      client.udpEcho(host.secondaryAddress, 4000, { sourcePort: 40002 }),
      host.udpEcho(localhost, 4000, { sourcePort: 40003 }),
      client.udpEcho(host.secondaryAddress, 4001, { sourcePort: 40004 }),
    ]);
    return { listeners, first, twice, second, own, closed };
  },
  expect: ({ web, db, mail, host, client }, { listeners, first, twice, second, own, closed }) => [
    ...[first, twice, second].map((answer) => clientSeenAs(answer, client)),
    ...[web, web, db].map((server, n) =>
      journey(
        [host.uplink, fromPort(40000 + n, anything({ protocol: udp, from: client }))],
        [host.docker0.bridge, fromPort(40000 + n, anything({ protocol: udp, from: client, to: server, port: 5000 }))],
      ),
    ),
    clientSeenAs(own, host.docker0.gateway),
    host.docker0.bridge.sawTimes(1, anything({ protocol: udp, from: host.docker0.gateway, to: mail, port: 5000 })),
    refused(closed),
    host.docker0.bridge.neverSaw(fromPort(40004, anything({ from: client }))),
    ...[host.address, host.secondaryAddress, localhost].map((address) =>
      listening(listeners, { protocol: udp, address, port: 4000 }),
    ),
    same('web’s port is published at', [...(web.ports['5000/udp'] ?? [])].sort(), [
      `${host.address}:4000`,
      `${host.address}:4001`,
    ]),
  ],
  // Leads the second address to the first one's container.
  sabotage: ({ web, host }) =>
    iptables(
      `-t nat -I PREROUTING -d ${host.secondaryAddress} -p udp --dport 4000 ` +
        `-j DNAT --to-destination ${web.address}:5000`,
    ),
  needs: { 'userland-proxy': true },
});
