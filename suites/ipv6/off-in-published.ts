import {
  answered,
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  localhostIpv6,
  neighbourSolicitation,
  sentBy,
  succeeded,
  syn,
  unanswered,
  withGiven,
} from 'docknet';

const web = (sysctls: Readonly<Record<string, string>>) =>
  container({ on: 'app', serve: 80, serveUdp: 5000, publish: ['8080:80', '4000:5000/udp'], sysctls });

export default conformance({
  id: 'ipv6/off-in-published',
  title: 'a container in which IPv6 is off is published at the host’s IPv6 address by docker-proxy, over IPv4',
  claim: documented(
    'ports',
    'Publishing ports',
    'The userland proxy passes what arrives at the host’s IPv6 addresses to a container’s IPv4 address.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: web({ 'net.ipv6.conf.all.disable_ipv6': '1' }),
    db: container({ on: 'app', started: false, serve: 80, serveUdp: 5000, publish: ['8081:80'] }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ db, host, client }) => {
    const calls = async () => [
      await client.get(host.ipv6, 8080),
      await client.udpEcho(host.ipv6, 4000, { timeoutMs: 3000 }),
      await host.get(localhostIpv6, 8080),
    ];
    const before = await calls();
    const started = await db.start(); // takes the IPv6 address that web does not use
    const control = await client.get(host.ipv6, 8081);
    return { started, control, calls: [...before, ...(await calls())] };
  },
  expect: ({ app, web, db, host, client }, { started, control, calls }) => [
    succeeded(started),
    clientSeenAs(control, client.ipv6),
    journey([host.uplink, syn(client.ipv6, host.ipv6, 8081)], [app.bridge, syn(client.ipv6, db.ipv6, 80)]),
    ...calls.map((call) => clientSeenAs(call, app.gateway)),
    app.bridge.sawTimes(4, syn(app.gateway, web, 80)),
    app.bridge.sawTimes(2, sentBy(app.gateway, anything({ protocol: 'udp', to: web, port: 5000 }))),
    app.bridge.sawTimes(1, syn(client.ipv6, db.ipv6, 80)),
  ],
  known: [
    {
      engines: '<28.0.0',
      because: 'the engine reserves an IPv6 address that web does not have, and leads the port there',
      instead: ({ app, web }, { started, control, calls }) => [
        succeeded(started),
        answered(control),
        ...calls.map(unanswered),
        app.bridge.saw(neighbourSolicitation(web.ipv6)),
        app.bridge.neverSaw(syn(app.gateway, web, 80)),
      ],
    },
  ],
  sabotage: withGiven({ web: web({}) }),
  needs: { 'userland-proxy': true },
});
