import { answered, conformance, container, documented, echoReply, iptables, journey, lanHost, syn } from 'docknet';

const docker = {
  '<28.0.0': ['filter', 'FORWARD -o docker0 -j DOCKER'],
  '28.0.0': ['filter', 'FORWARD -m set --match-set docker-ext-bridges-v4 dst -j DOCKER'],
  '>=28.0.1': ['filter', 'DOCKER-BRIDGE -o docker0 -j DOCKER'],
} as const;

export default conformance({
  id: 'docker-user/incoming-passes-both',
  title: 'DOCKER-USER and DOCKER check every packet to a container',
  about: 'rules',
  claim: documented(
    'iptables',
    'DOCKER-USER chain',
    'Docker installs two chains, DOCKER-USER and DOCKER, which always check incoming packets first.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ web, host, client }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p icmp`); // these two rules count only
    await host.iptables(`-I DOCKER -i ${host.uplink.name} -p icmp`);
    const [page, ping] = await Promise.all([client.get(host, 8080), web.ping(client)]);
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
        'DOCKER handles new connections: replies are accepted as RELATED,ESTABLISHED before it, after DOCKER-USER only',
      instead: ({ web, host, client }, { page, ping }) => [
        answered(page),
        journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
        host.ruleByEngine(docker).countedPackets(1), // the SYN
        answered(ping),
        journey([host.uplink, echoReply(client, host)], [host.docker0.bridge, echoReply(client, web)]),
        host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p icmp`).countedPackets(1), // the echo reply
        host.rule('filter', `DOCKER -i ${host.uplink.name} -p icmp`).countedPackets(0),
      ],
    },
  ],
  needs: { 'ip-masq': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
