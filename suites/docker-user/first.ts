import { answered, conformance, container, documented, iptables, journey, lanHost, syn } from 'docknet';

export default conformance({
  id: 'docker-user/first',
  title: 'FORWARD passes DOCKER-USER before any rule of Docker’s own',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'Incoming packets are always checked by DOCKER-USER first; it applies before any rule that Docker creates.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), one: lanHost(), other: lanHost() },
  when: async ({ host, one, other }) => {
    const before = await one.get(host, 8080);
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp --dport 80 -j ACCEPT`);
    return { before, after: await other.get(host, 8080) };
  },
  expect: ({ web, host, other }, { before, after }) => [
    answered(before),
    answered(after),
    journey([host.uplink, syn(other, host, 8080)], [host.docker0.bridge, syn(other, web, 80)]),
    host.rule('filter', 'FORWARD -j DOCKER-USER').first(),
    host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp --dport 80 -j ACCEPT`).matched(),
    // Docker's own accept of new connections had the first one; the second was decided in DOCKER-USER, before it.
    host
      .rule('filter', `DOCKER -d ${web.address} ! -i docker0 -o docker0 -p tcp --dport 80 -j ACCEPT`)
      .countedPackets(1),
  ],
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
});
