import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  lanHost,
  localhost,
  localhostIpv6,
  refused,
  reset,
  same,
  syn,
  synAck,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/published-both',
  title: 'a port published on a dual-stack network is open at the host’s IPv4 and IPv6 addresses, with one number',
  claim: documented(
    'rn-27',
    '27.0',
    'A port that is published without a host address is open over IPv4 and IPv6, with the same number in both also ' +
      'if the engine chooses it.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    other: container({ on: 'app', publish: ['0.0.0.0::80'] }), // takes the next number over IPv4 alone
    web: container({
      on: 'app',
      serve: 80,
      alsoServe: [81, 82],
      publish: ['8080:80', '81', '0.0.0.0:8082:82'],
      started: false,
    }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ web, client, host }) => {
    await web.start();
    const drawn = web.publishedPort('81/tcp');
    const [ipv4, ipv6, drawnIpv4, drawnIpv6, loopback, loopbackIpv6, ipv4Only, shut] = await Promise.all([
      client.get(host, 8080),
      client.get(host.ipv6, 8080),
      client.get(host, drawn),
      client.get(host.ipv6, drawn),
      host.get(localhost, 8080),
      host.get(localhostIpv6, 8080),
      client.get(host, 8082),
      client.get(host.ipv6, 8082),
    ]);
    return { ipv4, ipv6, drawnIpv4, drawnIpv6, loopback, loopbackIpv6, ipv4Only, shut };
  },
  expect: ({ app, web, host, client }, calls) => [
    answered(calls.ipv4),
    host.uplink.saw(syn(client, host, 8080)),
    app.bridge.saw(anything({ protocol: 'tcp', to: web, port: 80 })),
    answered(calls.ipv6),
    host.uplink.saw(syn(client.ipv6, host.ipv6, 8080)),
    host.uplink.saw(synAck(host.ipv6, 8080, client.ipv6)),
    app.bridge.saw(anything({ protocol: 'tcp', to: web.ipv6, port: 80 })), // over IPv6 all the way
    answered(calls.drawnIpv4),
    answered(calls.drawnIpv6),
    same('the addresses of port 81 on the host', [...(web.ports['81/tcp'] ?? [])].sort(), [
      `0.0.0.0:${web.publishedPort('81/tcp')}`,
      `:::${web.publishedPort('81/tcp')}`,
    ]),
    answered(calls.loopback),
    answered(calls.loopbackIpv6),
    answered(calls.ipv4Only),
    refused(calls.shut), // published on 0.0.0.0 alone
    host.uplink.saw(reset(host.ipv6, 8082, client.ipv6)),
    app.bridge.neverSaw(anything({ protocol: 'tcp', to: web.ipv6, port: 82 })),
  ],
  known: [
    {
      engines: '<27.0.0',
      because: 'before engine 27 the numbers are chosen for each family by itself',
      instead: ({ app, web, host, client }, calls) => [
        answered(calls.ipv4),
        answered(calls.ipv6),
        host.uplink.saw(syn(client.ipv6, host.ipv6, 8080)),
        app.bridge.saw(anything({ protocol: 'tcp', to: web.ipv6, port: 80 })),
        answered(calls.drawnIpv4),
        refused(calls.drawnIpv6),
        same('the addresses of port 81 on the host', [...(web.ports['81/tcp'] ?? [])].sort(), [
          `0.0.0.0:${web.publishedPort('81/tcp')}`,
          `:::${web.publishedPort('81/tcp') - 1}`, // the number that other took over IPv4 alone
        ]),
        answered(calls.loopback),
        answered(calls.loopbackIpv6),
        answered(calls.ipv4Only),
        refused(calls.shut),
      ],
    },
  ],
  sabotage: withGiven({
    web: container({
      on: 'app',
      serve: 80,
      alsoServe: [81, 82],
      publish: ['0.0.0.0:8080:80', '0.0.0.0::81', '0.0.0.0:8082:82'],
      started: false,
    }),
  }),
});
