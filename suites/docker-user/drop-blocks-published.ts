import {
  answered,
  anything,
  conformance,
  container,
  documented,
  fromPort,
  guard,
  iptables,
  journey,
  lanHost,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'docker-user/drop-blocks-published',
  title: 'a DROP inserted into DOCKER-USER blocks a published port',
  claim: documented(
    'iptables',
    'DOCKER-USER chain',
    'A rule that must apply to published ports goes into DOCKER-USER, which is traversed before Docker’s own rules.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => {
    const before = await client.get(host, 8080, { sourcePort: 40001 });
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp -j DROP`);
    return { before, after: await client.get(host, 8080, { sourcePort: 40002, timeoutMs: 1000 }) };
  },
  expect: ({ web, host, client }, { before, after }) => [
    answered(before),
    journey(
      [host.uplink, fromPort(40001, syn(client, host, 8080))],
      [host.docker0.bridge, fromPort(40001, syn(client, web, 80))],
    ),
    timedOut(after),
    host.uplink.saw(fromPort(40002, syn(client, host, 8080))),
    host.docker0.bridge.neverSaw(fromPort(40002, anything({ to: web }))),
    guard(host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp -j DROP`).matched()),
  ],
  // Accepts before DOCKER-USER.
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
