import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  iptables,
  journey,
  lanHost,
  nftablesEngine,
  same,
  succeeded,
  syn,
} from 'docknet';

const kept = { 'live-restore': true };

export default conformance({
  id: 'nftables/switch-keeps-containers',
  title: 'containers that live-restore keeps running across a switch of the backend are published as before',
  claim: documented(
    'nftables',
    'Migrating from iptables to nftables',
    'An engine that restarts with the other firewall backend removes its former rules and makes those of the new one.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    await host.restartEngine(kept);
    await web.waitRestarted();
    const call = async (sourcePort: number) => ({
      pid: web.pid,
      sourcePort,
      page: await client.get(host, 8080, { sourcePort, timeoutMs: 3000 }),
      ping: await web.ping(client, { timeoutMs: 3000 }),
    });
    const before = await call(40000);
    const toIptables = await host.restartEngine({ ...kept, 'firewall-backend': 'iptables' });
    const iptables = await call(40001);
    const toNftables = await host.restartEngine(kept);
    return { before, switches: [toIptables, toNftables], after: [iptables, await call(40002)] };
  },
  expect: ({ web, host, client }, { before, switches, after }) => [
    ...switches.map((action) => succeeded(action)),
    ...[before, ...after].flatMap(({ pid, sourcePort, page, ping }) => [
      same('web’s process is', pid, before.pid),
      clientSeenAs(page, client),
      journey(
        [host.uplink, fromPort(sourcePort, syn(client, host, 8080))],
        [host.docker0.bridge, fromPort(sourcePort, syn(client, web, 80))],
      ),
      answered(ping),
    ]),
  ],
  // Leads the calls to docker-proxy, which hides the client’s address.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j REDIRECT'),
  needs: { 'ip-masq': true },
});
