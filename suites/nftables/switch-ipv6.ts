import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  lanHost,
  nftables,
  nftablesEngine,
  refused,
  reset,
  succeeded,
  syn,
} from 'docknet';

const server = (port: number) =>
  container({ on: 'app', serve: 80, publish: [`${port}:80`], restartAlways: true, stopSignal: 'SIGKILL' });

export default conformance({
  id: 'nftables/switch-ipv6',
  title: 'over IPv6, too, a switch of the firewall backend leaves no rule for a port whose container goes afterwards',
  claim: documented(
    'nftables',
    'Migrating from iptables to nftables',
    'An engine that restarts with the other firewall backend removes its former rules and makes those of the new one.',
  ),
  given: {
    daemon: nftablesEngine(),
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: server(8080),
    db: server(8081),
    mail: server(8082),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ web, db, mail, host, client }) => {
    const actions = [];
    const switchTo = async (settings: Readonly<Record<string, string>>, ...rest: readonly (typeof web)[]) => {
      actions.push(await host.killEngine(), await host.startEngine(settings)); // a killed engine leaves its rules
      for (const one of rest) actions.push(await one.waitRestarted());
    };
    await switchTo({ 'firewall-backend': 'iptables' }, web, db, mail);
    actions.push(await web.remove());
    const first = await client.get(host.ipv6, 8080);
    await switchTo({}, db, mail);
    actions.push(await db.remove());
    const second = await client.get(host.ipv6, 8081);
    return { actions, gone: [first, second], left: await client.get(host.ipv6, 8082, { sourcePort: 40000 }) };
  },
  expect: ({ app, mail, host, client }, { actions, gone, left }) => [
    ...actions.map(succeeded),
    ...gone.map(refused),
    ...gone.map((_, n) => host.uplink.saw(reset(host.ipv6, 8080 + n, client.ipv6))),
    clientSeenAs(left, client.ipv6),
    app.bridge.saw(fromPort(40000, syn(client.ipv6, mail.ipv6, 80))),
  ],
  // A translation that no one removes.
  sabotage: () =>
    nftables(
      'table ip6 wrong { chain pre { type nat hook prerouting priority dstnat - 10; ' +
        'tcp dport 8080-8081 dnat to [fd00:d0c:1::99]:80; }; }',
    ),
  needs: { 'live-restore': false },
});
