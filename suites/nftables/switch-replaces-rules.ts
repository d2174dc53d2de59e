import { conformance, container, documented, nftablesEngine, none, same, shell, that } from 'docknet';

export default conformance({
  id: 'nftables/switch-replaces-rules',
  title: 'a switch to nftables removes the engine’s iptables rules but the jump to DOCKER-USER, and makes its tables',
  about: 'rules',
  claim: documented(
    'nftables',
    'Migrating from iptables to nftables',
    'An engine that restarts with nftables after iptables deletes most of its iptables chains and rules and makes ' +
      'nftables rules. It leaves the jump to DOCKER-USER.',
  ),
  given: { daemon: nftablesEngine(), web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }) },
  when: async ({ web, host }) => {
    const list = async () => ({ tables: await host.nftTables(), rules: await host.ruleset() });
    await host.restartEngine({ 'firewall-backend': 'iptables' });
    await web.waitRestarted();
    const iptables = await list();
    await host.restartEngine();
    await web.waitRestarted();
    return { iptables, nftables: await list() };
  },
  expect: (_, { iptables, nftables }) => [
    none(
      'with iptables no table docker-bridges is left',
      iptables.tables.filter((table) => table.endsWith(' docker-bridges')),
    ),
    that(
      'with iptables FORWARD jumps to DOCKER-FORWARD',
      iptables.rules.some(({ text }) => text.includes('FORWARD -j DOCKER-FORWARD')),
      iptables.rules,
    ),
    that(
      'with nftables there is a table ip docker-bridges',
      nftables.tables.includes('ip docker-bridges'),
      nftables.tables,
    ),
    same(
      'with nftables iptables has',
      nftables.rules.map(({ text }) => text),
      ['-A FORWARD -j DOCKER-USER', '-N DOCKER-USER'],
    ),
  ],
  // A rule that the engine does not make, and does not remove.
  sabotage: () => shell('iptables -A FORWARD -j ACCEPT'),
});
