import { answered, conformance, container, documented, guard, journey, lanHost, shell, syn, timedOut } from 'docknet';

export default conformance({
  id: 'docker-user/appended-drop',
  title: 'a DROP appended to DOCKER-USER stops a published port',
  claim: documented(
    'iptables',
    'Firewall script example (note)',
    'iptables -A DOCKER-USER drops all that enters by the external interface.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => {
    await host.iptables(`-A DOCKER-USER -i ${host.uplink.name} -j DROP`);
    return client.get(host, 8080, { timeoutMs: 1000 });
  },
  expect: ({ host, client }, call) => [
    timedOut(call),
    host.uplink.saw(syn(client, host, 8080)),
    guard(host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -j DROP`).matched()),
  ],
  // Removes the final RETURN where the engine adds one and adds it where it does not.
  sabotage: () => shell('iptables -D DOCKER-USER -j RETURN || iptables -A DOCKER-USER -j RETURN'),
  known: [
    {
      engines: '<28.2.2',
      because: 'DOCKER-USER ends in RETURN on these engines (moby #50098), so an appended rule is never reached',
      instead: ({ web, host, client }, call) => [
        answered(call),
        journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
        guard(host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -j DROP`).countedPackets(0)),
      ],
    },
  ],
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
