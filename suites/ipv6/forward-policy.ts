import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  journey,
  lanHost,
  shell,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'ipv6/forward-policy',
  title: 'an engine that turns IPv6 forwarding on makes the host no router: FORWARD’s policy is DROP over IPv6, too',
  claim: documented(
    'fw-ipt',
    'Allow forwarding between host interfaces',
    'When Docker sets ip_forward to 1, it also sets the policy of the chain FORWARD to DROP.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app' }),
    client: lanHost({ ipv6: true }),
    server: lanHost({ lan: 'second', ipv6: true }),
  },
  when: async ({ web, host, client, server }) => {
    await client.routeTo(server.ipv6.address, host.ipv6.address);
    return { egress: await web.ping(server.ipv6), across: await client.ping(server.ipv6, { timeoutMs: 1000 }) };
  },
  expect: ({ app, web, host, client, server }, { egress, across }) => [
    answered(egress),
    app.bridge.saw(echoRequest(web.ipv6, server.ipv6)),
    host.secondUplink.saw(anything({ protocol: 'icmp', from: server.ipv6 })),
    unanswered(across),
    host.uplink.saw(echoRequest(client.ipv6, server.ipv6)),
    host.secondUplink.neverSaw(echoRequest(client.ipv6, server.ipv6)),
  ],
  known: [
    {
      engines: '>=29.0.0',
      firewallBackend: 'nftables',
      because: 'with the nftables backend the engine leaves FORWARD alone: the host forwards between its LANs',
      instead: ({ host, client, server }, { egress, across }) => [
        answered(egress),
        unanswered(across), // server has no route back
        journey(
          [host.uplink, echoRequest(client.ipv6, server.ipv6)],
          [host.secondUplink, echoRequest(client.ipv6, server.ipv6)],
        ),
      ],
    },
  ],
  appliesTo: { engines: '>=28.0.0', because: 'before engine 28 the engine sets no policy of ip6tables' },
  sabotage: () => shell('ip6tables -P FORWARD ACCEPT'),
  needs: { 'ip-forward': true },
  notOnHost:
    'an engine does not set the policy if the machine already forwarded, and the machine’s own rules apply too',
});
