import {
  answered,
  anything,
  clientSeenAs,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  localhost,
  nftables,
  perBackend,
  shell,
  syn,
  timedOut,
} from 'docknet';

const drop = `PREROUTING -d ${localhost}/32 ! -i lo -p tcp -m tcp --dport 8080 -j DROP`;

export default conformance({
  id: 'upgrade/loopback-published-from-lan',
  title: 'a LAN host that routes 127.0.0.1 to the host does not reach a port published on 127.0.0.1',
  claim: documented(
    'moby',
    'Reached past publishing (#45610, #49325, 28.0 release notes)',
    'A port published on a loopback address is open on the host only.',
  ),
  given: {
    web: container({ serve: 80, serveUdp: 5000, publish: [`${localhost}:8080:80`, `${localhost}:4000:5000/udp`] }),
    client: lanHost(),
  },
  when: async ({ host, client }) => {
    await client.routeLoopback(host.address);
    return {
      fromHost: await host.get(localhost, 8080),
      fromLan: await client.get(localhost, 8080, { timeoutMs: 1000 }),
      ownDatagram: await host.udpEcho(localhost, 4000),
      datagram: await client.udpEcho(localhost, 4000, { timeoutMs: 3000 }),
    };
  },
  expect: ({ web, host, client }, { fromHost, fromLan, ownDatagram, datagram }) => [
    answered(fromHost),
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)), // docker-proxy's connection
    timedOut(fromLan),
    answered(ownDatagram),
    timedOut(datagram),
    host.uplink.saw(anything({ protocol: 'udp', from: client, to: localhost, port: 4000 })),
    host.docker0.bridge.neverSaw(anything({ protocol: 'udp', from: client })),
    host.uplink.saw(syn(client, localhost, 8080)),
    host.docker0.bridge.neverSaw(syn(client, web, 80)),
    host.rule('raw', drop).matched(),
  ],
  // Removes the DROP where the engine has one and adds it where it has none.
  sabotage: () =>
    perBackend({
      iptables: shell(`iptables -t raw -D ${drop} || iptables -t raw -A ${drop}`),
      nftables: nftables('flush chain ip docker-bridges raw-PREROUTING'),
    }),
  known: [
    {
      engines: '<28.0.0',
      because:
        'the DNAT rule for 127.0.0.1 also matches packets from the uplink, before the kernel would drop a ' +
        'loopback address from outside (until moby #49325)',
      instead: ({ web, host, client }, { fromHost, fromLan, ownDatagram, datagram }) => [
        answered(ownDatagram),
        clientSeenAs(datagram, client),
        answered(fromHost),
        clientSeenAs(fromLan, client),
        journey([host.uplink, syn(client, localhost, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
        host
          .rule(
            'nat',
            `DOCKER -d ${localhost}/32 ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`,
          )
          .countedFlows(1),
      ],
    },
  ],
});
