import {
  anything,
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  lanHost,
  linkLocal,
  nftables,
  syn,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'ipv6/link-local-published',
  title: 'a published port is open at the host’s link-local address, by docker-proxy',
  claim: documented('rn-28', '28.0', 'A port can be published to link-local addresses of the host.'),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', serve: 80, serveUdp: 5000, publish: ['8080:80', '4000:5000/udp'] }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ host, client }) => {
    const address = linkLocal(host.mac);
    return {
      page: await client.get(`${address}%eth0`, 8080, { sourcePort: 40000, timeoutMs: 5000 }),
      datagram: await client.udpEcho(`${address}%eth0`, 4000, { timeoutMs: 5000 }),
      own: await host.get(`${address}%${host.uplink.name}`, 8080, { timeoutMs: 5000 }),
      global: await client.get(host.ipv6, 8080), // where a rule for link-local sources says nothing
    };
  },
  expect: ({ app, web, host }, { page, datagram, own, global }) => [
    ...[page, datagram, own].map((call) => clientSeenAs(call, app.ipv6.gateway)),
    host.uplink.saw(anything({ protocol: 'tcp', to: linkLocal(host.mac), port: 8080 })),
    host.uplink.saw(anything({ protocol: 'tcp', from: linkLocal(host.mac), port: 40000 })),
    app.bridge.saw(syn(app.ipv6.gateway, web.ipv6, 80)),
    app.bridge.sawTimes(1, anything({ protocol: 'udp', from: app.ipv6.gateway, to: web.ipv6, port: 5000 })),
    answered(global),
  ],
  known: [
    {
      engines: '>=27.0.0 <28.0.0',
      because: 'the kernel forwards no packet with a link-local source, and these engines translate it (moby #48570)',
      instead: ({ host }, { page, datagram, own, global }) => [
        ...[page, datagram, own].map(unanswered),
        host.uplink.saw(anything({ protocol: 'tcp', to: linkLocal(host.mac), port: 8080 })),
        answered(global),
      ],
    },
  ],
  // Translates calls to link-local addresses, too.
  sabotage: ({ web }) =>
    nftables(
      'table ip6 wrong { chain pre { type nat hook prerouting priority -110; ' +
        `ip6 daddr fe80::/10 tcp dport 8080 dnat to [${web.ipv6.address}]:80; }; }`,
    ),
  needs: { 'userland-proxy': true },
});
