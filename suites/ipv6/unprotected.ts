import {
  answered,
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  fromPort,
  journey,
  lanHost,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options, { ipv6: 'fd00:d0c:1::/64' }),
  web: container({ on: 'app', serve: 80, alsoServe: [81], serveUdp: 5000, publish: ['8080:80'] }),
  db: container({ on: 'app', serve: 80 }),
  client: lanHost({ ipv6: true }),
});

export default conformance({
  id: 'ipv6/unprotected',
  title: 'gateway mode nat-unprotected for IPv6 opens every port over IPv6, and none over IPv4',
  claim: documented(
    'ports',
    'Gateway modes',
    'In mode nat-unprotected ports that are not published are open too: no rule blocks them. Otherwise it is as nat. ' +
      'The mode is chosen for each address family.',
  ),
  given: given({ 'com.docker.network.bridge.gateway_mode_ipv6': 'nat-unprotected' }),
  when: async ({ app, web, db, host, client }) => {
    await client.routeTo(app.subnet, host.address);
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    const silence = (sourcePort: number) => ({ sourcePort, timeoutMs: 1000 });
    const [published, egress, unpublished, neither, datagram, ping, ...shut] = await Promise.all([
      client.get(host.ipv6, 8080),
      web.ping(client.ipv6),
      client.get(web.ipv6, 81),
      client.get(db.ipv6, 80),
      client.udpEcho(web.ipv6, 5000),
      client.ping(db.ipv6),
      client.get(web, 81, silence(40001)),
      client.get(db, 80, silence(40002)),
    ]);
    return { published, egress, unpublished, neither, datagram, ping, shut };
  },
  expect: ({ app, web, db, host, client }, { published, egress, unpublished, neither, datagram, ping, shut }) => [
    ...[published, unpublished, neither, datagram].map((call) => clientSeenAs(call, client.ipv6)),
    journey([host.uplink, syn(client.ipv6, host.ipv6, 8080)], [app.bridge, syn(client.ipv6, web.ipv6, 80)]),
    journey([host.uplink, syn(client.ipv6, web.ipv6, 81)], [app.bridge, syn(client.ipv6, web.ipv6, 81)]),
    journey([host.uplink, syn(client.ipv6, db.ipv6, 80)], [app.bridge, syn(client.ipv6, db.ipv6, 80)]),
    answered(egress),
    journey([app.bridge, echoRequest(web.ipv6, client.ipv6)], [host.uplink, echoRequest(host.ipv6, client.ipv6)]),
    answered(ping),
    ...shut.map(timedOut),
    ...[40001, 40002].flatMap((port) => [
      host.uplink.saw(fromPort(port, anything({ from: client }))),
      app.bridge.neverSaw(fromPort(port, anything({ from: client }))),
    ]),
    app.bridge.saw(anything({ protocol: 'tcp', from: client.ipv6 })),
  ],
  sabotage: withGiven(given({})),
  appliesTo: { engines: '>=28.0.0', because: 'the mode nat-unprotected came with engine 28' },
});
