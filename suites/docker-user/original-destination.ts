import {
  answered,
  anything,
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
  id: 'docker-user/original-destination',
  title: 'in DOCKER-USER --dport matches the container’s port, --ctorigdstport the published port',
  claim: documented(
    'iptables',
    'Firewall script example',
    'The script’s rules match a request’s original address and port by conntrack, because DOCKER-USER comes after ' +
      'DNAT.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost(), secondClient: lanHost() },
  when: async ({ host, client, secondClient }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp --dport 8080 -j DROP`);
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp --dport 80`); // counts only
    const byPort = await client.get(host, 8080);
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp -m conntrack --ctorigdstport 8080 -j DROP`);
    return { byPort, byOriginal: await secondClient.get(host, 8080, { timeoutMs: 1000 }) };
  },
  expect: ({ web, host, client, secondClient }, { byPort, byOriginal }) => [
    answered(byPort), // a DROP for the published port blocks nothing
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    guard(host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp --dport 8080 -j DROP`).countedPackets(0)),
    guard(host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp --dport 80`).matched()),
    timedOut(byOriginal), // a DROP for the original port blocks it
    host.uplink.saw(syn(secondClient, host, 8080)),
    host.docker0.bridge.neverSaw(anything({ from: secondClient })),
    guard(
      host
        .rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp -m conntrack --ctorigdstport 8080 -j DROP`)
        .matched(),
    ),
  ],
  // Ends nat PREROUTING before Docker's rule: docker-proxy answers.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j ACCEPT'),
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
