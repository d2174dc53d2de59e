import {
  answered,
  anything,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'docker-user/original-destination',
  title: 'in DOCKER-USER --dport is the container’s port; the published one is matched with --ctorigdstport',
  claim: documented(
    'iptables',
    'Firewall script example',
    'The script’s rules match a request’s original address and ports by conntrack, because DOCKER-USER is passed after the translation.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), one: lanHost(), other: lanHost() },
  when: async ({ host, one, other }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp --dport 8080 -j DROP`);
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp --dport 80`); // counts, and decides nothing
    const byPort = await one.get(host, 8080);
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp -m conntrack --ctorigdstport 8080 -j DROP`);
    return { byPort, byOriginal: await other.get(host, 8080, { timeoutMs: 1000 }) };
  },
  expect: ({ web, host, one, other }, { byPort, byOriginal }) => [
    answered(byPort), // a DROP for the published port stops nothing
    journey([host.uplink, syn(one, host, 8080)], [host.docker0.bridge, syn(one, web, 80)]),
    host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp --dport 8080 -j DROP`).countedPackets(0),
    host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp --dport 80`).matched(),
    timedOut(byOriginal), // a DROP for the original port does
    host.uplink.saw(syn(other, host, 8080)),
    host.docker0.bridge.neverSaw(anything({ from: other })),
    host
      .rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp -m conntrack --ctorigdstport 8080 -j DROP`)
      .matched(),
  ],
  // Ends nat PREROUTING before Docker's rule: nothing is translated then, and docker-proxy answers.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j ACCEPT'),
});
