import {
  answered,
  conformance,
  documented,
  echoReply,
  echoRequest,
  guard,
  iptables,
  journey,
  lanHost,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'docker-user/router-accept',
  title: 'on a docker host that routes, ACCEPT in DOCKER-USER passes what FORWARD’s policy drops',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'For a docker host that acts as a router, an ACCEPT in DOCKER-USER for what enters by one interface and ' +
      'leaves by another lets it route.',
  ),
  given: { client: lanHost(), server: lanHost({ lan: 'second' }) },
  when: async ({ host, client, server }) => {
    await Promise.all([
      client.routeTo(server.subnet, host.address),
      server.routeTo(client.subnet, host.secondUplinkAddress),
    ]);
    const control = await server.ping(host.secondUplinkAddress);
    const before = await client.ping(server, { timeoutMs: 1000 });
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -o ${host.secondUplink.name} -j ACCEPT`);
    // for the reply
    await host.iptables(`-I DOCKER-USER -i ${host.secondUplink.name} -o ${host.uplink.name} -j ACCEPT`);
    return { control, before, after: await client.ping(server) };
  },
  expect: ({ host, client, server }, { control, before, after }) => [
    answered(control),
    unanswered(before),
    answered(after),
    host.uplink.sawTimes(2, echoRequest(client, server)),
    host.secondUplink.sawTimes(1, echoRequest(client, server)), // the second; FORWARD dropped the first
    journey([host.uplink, echoRequest(client, server)], [host.secondUplink, echoRequest(client, server)]),
    journey([host.secondUplink, echoReply(server, client)], [host.uplink, echoReply(server, client)]),
    guard(
      host
        .rule('filter', `DOCKER-USER -i ${host.uplink.name} -o ${host.secondUplink.name} -j ACCEPT`)
        .countedPackets(1),
    ),
    guard(
      host
        .rule('filter', `DOCKER-USER -i ${host.secondUplink.name} -o ${host.uplink.name} -j ACCEPT`)
        .countedPackets(1),
    ),
  ],
  // Accepts before DOCKER-USER.
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -o ${host.secondUplink.name} -j DROP`),
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
  notOnHost: 'the machine’s own forwarding rules apply too',
});
