import { conformance, container, documented, nftables, nftablesEngine, same } from 'docknet';

export default conformance({
  id: 'nftables/tables',
  title: 'Docker’s rules are in two tables, ip docker-bridges and ip6 docker-bridges',
  about: 'rules',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'For bridge networks Docker makes two tables, ip docker-bridges and ip6 docker-bridges.',
  ),
  given: { daemon: nftablesEngine(), web: container({ serve: 80, publish: ['8080:80'] }) },
  when: async ({ host }) => (await host.nftTables()).filter((table) => table.endsWith(' docker-bridges')),
  expect: (_, tables) => [same('of Docker’s tables there are', tables, ['ip docker-bridges', 'ip6 docker-bridges'])],
  sabotage: () => nftables('delete table ip6 docker-bridges'),
});
