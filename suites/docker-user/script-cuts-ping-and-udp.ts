import {
  answered,
  anything,
  conformance,
  container,
  dnsQuery,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
  resolved,
  synAck,
  unanswered,
  unresolved,
} from 'docknet';

const name = 'www.example.net';

export default conformance({
  id: 'docker-user/script-cuts-ping-and-udp',
  title: 'the script’s DOCKER-USER rules do not block containers’ own connections',
  claim: documented(
    'iptables',
    'Firewall script example',
    'The rules limit access from outside: packets of established connections are accepted before the rest from ' +
      'the external interface is dropped.',
  ),
  given: { web: container(), server: lanHost({ resolves: { [name]: '192.0.2.80' } }), allowedClient: lanHost() },
  when: async ({ web, host, server, allowedClient }) => {
    await host.iptables('-I DOCKER-USER 1 -p tcp -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT');
    await host.iptables(`-I DOCKER-USER 2 -p tcp -m conntrack --ctorigsrc ${allowedClient.address} -j ACCEPT`);
    await host.iptables(`-I DOCKER-USER 3 -i ${host.uplink.name} -j DROP`);
    const [page, ping, lookup] = await Promise.all([
      web.get(server, 80),
      web.ping(server, { timeoutMs: 1000 }),
      web.lookup(name, { timeoutMs: 1000 }),
    ]);
    return { page, ping, lookup };
  },
  expect: ({ web, host, server }, { page, ping, lookup }) => [
    answered(page),
    answered(ping),
    journey([host.uplink, echoReply(server, host)], [host.docker0.bridge, echoReply(server, web)]),
    resolved(lookup, '192.0.2.80'),
  ],
  sabotage: () => iptables('-I FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'),
  known: [
    {
      engines: '*',
      because:
        'the ACCEPT for established connections matches TCP only, so replies to containers’ pings and UDP ' +
        'packets, including DNS, are dropped',
      instead: ({ web, host, server }, { page, ping, lookup }) => [
        answered(page),
        journey([host.uplink, synAck(server, 80, host)], [host.docker0.bridge, synAck(server, 80, web)]),
        unanswered(ping),
        journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
        host.uplink.saw(echoReply(server, host)),
        host.docker0.bridge.neverSaw(echoReply(server, web)),
        unresolved(lookup),
        journey([host.docker0.bridge, dnsQuery(name)], [host.uplink, dnsQuery(name)]),
        host.uplink.saw(anything({ protocol: 'udp', from: server, to: host })),
        host.docker0.bridge.neverSaw(anything({ protocol: 'udp', from: server })),
        host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -j DROP`).matched(),
      ],
    },
  ],
  needs: { dns: null, 'ip-masq': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
  notOnHost: 'containers use the machine’s own resolver there',
});
