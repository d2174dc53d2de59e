import {
  answered,
  conformance,
  container,
  documented,
  guard,
  iptables,
  lanHost,
  localhost,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'docker-user/host-unaffected',
  title: 'a DROP in DOCKER-USER for the uplink does not block the host itself',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'The sample rules for DOCKER-USER restrict access from outside, by the incoming interface.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -j DROP`);
    const [fromLan, own, local] = await Promise.all([
      client.get(host, 8080, { timeoutMs: 1000 }),
      host.get(host, 8080),
      host.get(localhost, 8080),
    ]);
    return { fromLan, own, local };
  },
  expect: ({ web, host, client }, { fromLan, own, local }) => [
    timedOut(fromLan),
    host.uplink.saw(syn(client, host, 8080)),
    host.docker0.bridge.neverSaw(syn(client, web, 80)),
    guard(host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -j DROP`).matched()),
    answered(own), // translated in nat OUTPUT, not forwarded
    host.docker0.bridge.saw(syn(host, web, 80)),
    answered(local), // through docker-proxy
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
  ],
  sabotage: ({ web }) => iptables(`-I OUTPUT -d ${web.address} -p tcp --dport 80 -j DROP`),
  needs: { 'userland-proxy': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
