import {
  answered,
  conformance,
  container,
  documented,
  echoRequest,
  guard,
  iptables,
  journey,
  lanHost,
  syn,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'docker-user/input-does-not-protect',
  title: 'a DROP in INPUT does not block a published port',
  claim: documented(
    'iptables',
    'DOCKER-USER chain',
    'Rules in INPUT do not protect containers: the host routes to them, and routed packets traverse FORWARD.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => {
    await host.iptables(`-I INPUT -i ${host.uplink.name} -j DROP`);
    const [ping, page] = await Promise.all([client.ping(host, { timeoutMs: 1000 }), client.get(host, 8080)]);
    return { ping, page };
  },
  expect: ({ web, host, client }, { ping, page }) => [
    unanswered(ping), // the rule blocks what is for the host itself
    host.uplink.saw(echoRequest(client, host)),
    guard(host.rule('filter', `INPUT -i ${host.uplink.name} -j DROP`).countedPackets(1)), // the ping only
    answered(page),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
  ],
  // Translates to the host itself before Docker's rule: the request goes to docker-proxy and passes INPUT.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j REDIRECT --to-ports 8080'),
});
