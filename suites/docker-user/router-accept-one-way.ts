import {
  answered,
  conformance,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'docker-user/router-accept-one-way',
  title: 'one ACCEPT in DOCKER-USER from one interface to another makes the docker host route',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'For a docker host that acts as a router, add one ACCEPT in DOCKER-USER from the source’s interface to the ' +
      'destination’s.',
  ),
  given: { client: lanHost(), server: lanHost({ lan: 'second' }) },
  when: async ({ host, client, server }) => {
    await Promise.all([
      client.routeTo(server.subnet, host.address),
      server.routeTo(client.subnet, host.secondUplinkAddress),
    ]);
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -o ${host.secondUplink.name} -j ACCEPT`);
    return { control: await client.ping(host), across: await client.ping(server, { timeoutMs: 1000 }) };
  },
  expect: ({ host, client, server }, { across }) => [
    answered(across),
    journey([host.secondUplink, echoReply(server, client)], [host.uplink, echoReply(server, client)]),
  ],
  sabotage: () => iptables('-I FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'),
  known: [
    {
      engines: '*',
      because:
        'the rule accepts the request; the reply meets FORWARD’s DROP policy, since Docker accepts replies to its ' +
        'own bridges only',
      instead: ({ host, client, server }, { control, across }) => [
        answered(control),
        unanswered(across),
        journey([host.uplink, echoRequest(client, server)], [host.secondUplink, echoRequest(client, server)]),
        host.secondUplink.saw(echoReply(server, client)),
        host.uplink.saw(echoReply(host, client)),
        host.uplink.neverSaw(echoReply(server, client)),
        host
          .rule('filter', `DOCKER-USER -i ${host.uplink.name} -o ${host.secondUplink.name} -j ACCEPT`)
          .countedPackets(1),
      ],
    },
  ],
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
  notOnHost: 'the machine’s own forwarding rules apply too',
});
