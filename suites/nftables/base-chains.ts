import { conformance, container, documented, nftables, nftablesEngine, type Host } from 'docknet';

const chainOf = (host: Host, name: string) => host.nftChain('docker-bridges', name);

export default conformance({
  id: 'nftables/base-chains',
  title: 'Docker’s base chains have the usual priorities of their hooks, and let pass what no rule drops',
  about: 'rules',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Docker’s tables have base chains with the well-known priorities, so that base chains of your own can run before ' +
      'or after them.',
  ),
  given: { daemon: nftablesEngine(), web: container({ serve: 80, publish: ['8080:80'] }) },
  when: () => null,
  expect: ({ host }) => [
    chainOf(host, 'raw-PREROUTING').attached({ type: 'filter', hook: 'prerouting', priority: -300, policy: 'accept' }),
    chainOf(host, 'nat-PREROUTING').attached({ type: 'nat', hook: 'prerouting', priority: -100, policy: 'accept' }),
    chainOf(host, 'nat-OUTPUT').attached({ type: 'nat', hook: 'output', priority: -100, policy: 'accept' }),
    chainOf(host, 'filter-FORWARD').attached({ type: 'filter', hook: 'forward', priority: 0, policy: 'accept' }),
    chainOf(host, 'nat-POSTROUTING').attached({ type: 'nat', hook: 'postrouting', priority: 100, policy: 'accept' }),
  ],
  sabotage: () => nftables('delete table ip docker-bridges'),
});
