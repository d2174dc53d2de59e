import {
  answered,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
} from 'docknet';

export default conformance({
  id: 'docker-user/called-from-docker',
  title: 'DOCKER-USER is called from the DOCKER chain',
  about: 'rules',
  claim: documented('iptables', 'iptables Chains usage in docker', 'The DOCKER chain calls DOCKER-USER.'),
  given: { web: container(), server: lanHost() },
  when: async ({ web, host, server }) => {
    await host.iptables(`-I DOCKER-USER -i docker0 -d ${server.address} -p icmp`); // counts only
    return web.ping(server);
  },
  expect: ({ host }, ping) => [answered(ping), host.rule('filter', 'DOCKER -j DOCKER-USER').present()],
  sabotage: () => iptables('-I DOCKER -j DOCKER-USER'),
  known: [
    {
      engines: '*',
      because: 'FORWARD calls DOCKER-USER, as its first rule; DOCKER comes later and only for what leaves by a bridge',
      instead: ({ web, host, server }, ping) => [
        answered(ping),
        journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
        journey([host.uplink, echoReply(server, host)], [host.docker0.bridge, echoReply(server, web)]),
        host.rule('filter', 'DOCKER -j DOCKER-USER').absent(),
        host.rule('filter', 'FORWARD -j DOCKER-USER').first(),
        host.rule('filter', 'FORWARD -j DOCKER-USER').countedPackets(2), // request and reply
        host.rule('filter', `DOCKER-USER -i docker0 -d ${server.address} -p icmp`).countedPackets(1),
        host
          .ruleByEngine({
            '<28.0.0': ['filter', 'FORWARD -o docker0 -j DOCKER'],
            '28.0.0': ['filter', 'FORWARD -m set --match-set docker-ext-bridges-v4 dst -j DOCKER'],
            '>=28.0.1': ['filter', 'DOCKER-BRIDGE -o docker0 -j DOCKER'],
          })
          .countedPackets(0), // it passed DOCKER-USER, not DOCKER
      ],
    },
  ],
  needs: { 'ip-masq': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
