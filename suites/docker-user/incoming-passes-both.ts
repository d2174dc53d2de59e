import { answered, conformance, container, documented, echoReply, iptables, journey, lanHost, syn } from 'docknet';

const docker = {
  '<28.0.0': ['filter', 'FORWARD -o docker0 -j DOCKER'],
  '28.0.0': ['filter', 'FORWARD -m set --match-set docker-ext-bridges-v4 dst -j DOCKER'],
  '>=28.0.1': ['filter', 'DOCKER-BRIDGE -o docker0 -j DOCKER'],
} as const;

export default conformance({
  id: 'docker-user/incoming-passes-both',
  title: 'whatever comes in for a container is checked by DOCKER-USER and by DOCKER',
  claim: documented(
    'iptables',
    'DOCKER-USER chain',
    'Docker installs two chains, DOCKER-USER and DOCKER, and ensures that incoming packets are always checked by these two first.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), peer: lanHost() },
  when: async ({ web, host, peer }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p icmp`); // these two count, and decide nothing
    await host.iptables(`-I DOCKER -i ${host.uplink.name} -p icmp`);
    const [page, ping] = await Promise.all([peer.get(host, 8080), web.ping(peer)]);
    return { page, ping };
  },
  expect: ({ host }, { page, ping }) => [
    answered(page),
    answered(ping),
    host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p icmp`).countedPackets(1),
    host.rule('filter', `DOCKER -i ${host.uplink.name} -p icmp`).countedPackets(1),
  ],
  sabotage: ({ host }) => iptables(`-I DOCKER-USER -i ${host.uplink.name} -p icmp -j DOCKER`),
  known: [
    {
      engines: '*',
      because:
        'DOCKER is for new connections: replies are accepted as RELATED,ESTABLISHED before it, and have passed DOCKER-USER alone',
      instead: ({ web, host, peer }, { page, ping }) => [
        answered(page),
        journey([host.uplink, syn(peer, host, 8080)], [host.docker0.bridge, syn(peer, web, 80)]),
        host.ruleByEngine(docker).countedPackets(1), // the SYN
        answered(ping),
        journey([host.uplink, echoReply(peer, host)], [host.docker0.bridge, echoReply(peer, web)]),
        host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p icmp`).countedPackets(1), // the echo reply
        host.rule('filter', `DOCKER -i ${host.uplink.name} -p icmp`).countedPackets(0),
      ],
    },
  ],
});
