import { anything, bridge, conformance, container, documented, lanHost, nftables, refused } from 'docknet';

export default conformance({
  id: 'firewall/related-errors',
  title: 'ICMP errors about what a container sent reach it, over IPv4 and IPv6',
  claim: documented(
    'fw-ipt',
    'Docker and iptables chains',
    'Rules accept packets that belong to established connections and those related to them.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app' }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ app, web, host, client }) => {
    await client.routeTo(app.ipv6.subnet, host.ipv6.address); // before engine 27 web is not masqueraded over IPv6
    return { ipv4: await web.udpEcho(client, 9), ipv6: await web.udpEcho(client.ipv6, 9) }; // nothing listens there
  },
  expect: ({ app, web, host, client }, { ipv4, ipv6 }) => [
    refused(ipv4),
    host.uplink.saw(anything({ protocol: 'icmp', from: client, to: host })),
    app.bridge.saw(anything({ protocol: 'icmp', from: client, to: web })),
    refused(ipv6),
    app.bridge.saw(anything({ protocol: 'icmp', from: client.ipv6, to: web.ipv6 })),
  ],
  sabotage: () =>
    nftables('table inet wrong { chain f { type filter hook forward priority -1; ct state related drop; }; }'),
});
