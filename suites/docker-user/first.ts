import { answered, conformance, container, documented, iptables, journey, lanHost, syn } from 'docknet';

export default conformance({
  id: 'docker-user/first',
  title: 'FORWARD traverses DOCKER-USER before any rule of Docker’s own',
  about: 'rules',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'DOCKER-USER checks incoming packets first, before any rule that Docker creates.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost(), secondClient: lanHost() },
  when: async ({ host, client, secondClient }) => {
    const before = await client.get(host, 8080);
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp --dport 80 -j ACCEPT`);
    return { before, after: await secondClient.get(host, 8080) };
  },
  expect: ({ web, host, secondClient }, { before, after }) => [
    answered(before),
    answered(after),
    journey([host.uplink, syn(secondClient, host, 8080)], [host.docker0.bridge, syn(secondClient, web, 80)]),
    host.rule('filter', 'FORWARD -j DOCKER-USER').first(),
    host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp --dport 80 -j ACCEPT`).matched(),
    // Docker's own ACCEPT counted the first connection; DOCKER-USER decided the second before it.
    host
      .rule('filter', `DOCKER -d ${web.address} ! -i docker0 -o docker0 -p tcp --dport 80 -j ACCEPT`)
      .countedPackets(1),
  ],
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
