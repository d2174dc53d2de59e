import {
  answered,
  conformance,
  container,
  documented,
  fromPort,
  guard,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'nftables/docker-user-jump-kept',
  title: 'after a switch from iptables a DROP in DOCKER-USER still closes a published port, until the jump is removed',
  claim: documented(
    'nftables',
    'Migrating DOCKER-USER',
    'The switch to nftables leaves the jump from FORWARD to DOCKER-USER. The rules there apply until it is removed.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    await host.restartEngine({ 'firewall-backend': 'iptables' });
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -p tcp -j DROP`);
    await host.restartEngine();
    await web.waitRestarted();
    const kept = await client.get(host, 8080, { sourcePort: 40001, timeoutMs: 1000 });
    await host.iptables('-D FORWARD -j DOCKER-USER');
    return { kept, removed: await client.get(host, 8080, { sourcePort: 40002 }) };
  },
  expect: ({ web, host, client }, { kept, removed }) => [
    timedOut(kept),
    host.uplink.saw(fromPort(40001, syn(client, host, 8080))),
    host.docker0.bridge.neverSaw(fromPort(40001, syn(client, web, 80))),
    guard(host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -p tcp -j DROP`).matched()),
    answered(removed),
    journey(
      [host.uplink, fromPort(40002, syn(client, host, 8080))],
      [host.docker0.bridge, fromPort(40002, syn(client, web, 80))],
    ),
  ],
  // Leads the calls to docker-proxy, past FORWARD.
  sabotage: () =>
    nftables(
      'table ip early { chain pre { type nat hook prerouting priority dstnat - 1; tcp dport 8080 redirect; }; }',
    ),
});
