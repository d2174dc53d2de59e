import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  journey,
  lanHost,
  nftables,
} from 'docknet';

export default conformance({
  id: 'ipv6/masquerade',
  title: 'what leaves a network over IPv6 has the host’s IPv6 address',
  claim: documented('rn-27', '27.0', 'By default IPv6 packets that leave a bridge network are masqueraded.'),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app' }),
    server: lanHost({ ipv6: true }),
  },
  when: async ({ app, web, host, server }) => {
    await server.routeTo(app.ipv6.subnet, host.ipv6.address); // answers reach web even if it is not masqueraded
    return { ping: await web.ping(server.ipv6), control: await web.ping(server) };
  },
  expect: ({ app, web, host, server }, { ping, control }) => [
    answered(ping),
    journey([app.bridge, echoRequest(web.ipv6, server.ipv6)], [host.uplink, echoRequest(host.ipv6, server.ipv6)]),
    journey([host.uplink, echoReply(server.ipv6, host.ipv6)], [app.bridge, echoReply(server.ipv6, web.ipv6)]),
    host.uplink.neverSaw(anything({ from: web.ipv6 })),
    answered(control),
    journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
  ],
  known: [
    {
      engines: '<27.0.0',
      because: 'the setting ip6tables was experimental and off before engine 27',
      instead: ({ app, web, host, server }, { ping, control }) => [
        answered(ping),
        journey([app.bridge, echoRequest(web.ipv6, server.ipv6)], [host.uplink, echoRequest(web.ipv6, server.ipv6)]),
        journey([host.uplink, echoReply(server.ipv6, web.ipv6)], [app.bridge, echoReply(server.ipv6, web.ipv6)]),
        host.uplink.neverSaw(echoRequest(host.ipv6, server.ipv6)),
        answered(control),
        journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
      ],
    },
  ],
  // Translates to an address that is nobody's, before the engine's rule.
  sabotage: ({ app }) =>
    nftables(
      'table ip6 wrong { chain post { type nat hook postrouting priority 90; ' +
        `ip6 saddr ${app.ipv6.subnet} snat to 2001:db8::1; }; }`,
    ),
});
