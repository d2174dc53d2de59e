import {
  answered,
  conformance,
  container,
  documented,
  guard,
  iptables,
  journey,
  lanHost,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'docker-user/destination-host-address',
  title: 'a DROP in DOCKER-USER for one of the host’s addresses closes published ports there and nowhere else',
  claim: documented(
    'fw-ipt',
    'Restrict external connections to containers',
    'A rule in DOCKER-USER can combine a source with a destination of the host’s, to close one of its addresses.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost(), secondClient: lanHost() },
  when: async ({ host, client, secondClient }) => {
    const uplink = host.uplink.name;
    await host.iptables(`-I DOCKER-USER -i ${uplink} -d ${host.secondaryAddress} -j DROP`);
    await host.iptables(`-I DOCKER-USER -i ${uplink} -p tcp --dport 80`); // counts only
    const there = await client.get(host.secondaryAddress, 8080, { timeoutMs: 3000 });
    await host.iptables(`-I DOCKER-USER -i ${uplink} -m conntrack --ctorigdst ${host.secondaryAddress} -j DROP`);
    return {
      there,
      other: await client.get(host, 8080),
      byOriginal: await secondClient.get(host.secondaryAddress, 8080, { timeoutMs: 1000 }),
    };
  },
  expect: ({ web, host, client }, { there, other }) => [
    timedOut(there),
    host.uplink.saw(syn(client, host.secondaryAddress, 8080)),
    answered(other),
    host.docker0.bridge.sawTimes(1, syn(client, web, 80)),
  ],
  known: [
    {
      engines: '*',
      because:
        'DOCKER-USER sees packets after DNAT, whose destination is the container, as the same page says under Match ' +
        'the original IP and ports: the rule matches nothing, and --ctorigdst does',
      instead: ({ web, host, client, secondClient }, { there, other, byOriginal }) => [
        answered(there),
        journey([host.uplink, syn(client, host.secondaryAddress, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
        guard(host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp --dport 80`).matched()),
        host
          .rule('filter', `DOCKER-USER -d ${host.secondaryAddress}/32 -i ${host.uplink.name} -j DROP`)
          .countedPackets(0),
        answered(other),
        host.docker0.bridge.sawTimes(2, syn(client, web, 80)),
        timedOut(byOriginal),
        host.uplink.saw(syn(secondClient, host.secondaryAddress, 8080)),
        host.docker0.bridge.neverSaw(syn(secondClient, web, 80)),
      ],
    },
  ],
  // Ends nat PREROUTING before Docker's rule: docker-proxy answers.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j ACCEPT'),
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
