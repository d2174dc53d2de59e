import {
  aboutRules,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  lanHost,
  nftables,
  nftablesEngine,
  none,
  syn,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'nftables/rules-off',
  title: 'with iptables off the engine makes no table for IPv4 either: containers lose the outside',
  claim: documented(
    'nftables',
    'Introduction',
    'The settings iptables and ip6tables disable Docker’s rules with either backend, which breaks the network of ' +
      'containers.',
  ),
  given: {
    daemon: nftablesEngine({ iptables: false }),
    web: container({ serve: 80, publish: ['8080:80'] }),
    server: lanHost(),
  },
  when: async ({ web, host, server }) => {
    const [egress, page, tables] = await Promise.all([
      web.ping(server, { timeoutMs: 1000 }),
      server.get(host, 8080),
      host.nftTables(),
    ]);
    return { egress, page, tables };
  },
  expect: ({ web, host, server }, { egress, page, tables }) => [
    aboutRules(
      none(
        'nftables has no table ip docker-bridges',
        tables.filter((table) => table === 'ip docker-bridges'),
      ),
    ),
    unanswered(egress),
    host.uplink.saw(echoRequest(web, server)), // with the container's address, to which server has no route
    host.uplink.neverSaw(echoRequest(host, server)),
    clientSeenAs(page, host.docker0.gateway), // docker-proxy's connection
    host.uplink.saw(syn(server, host, 8080)),
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
    host.docker0.bridge.neverSaw(syn(server, web, 80)),
  ],
  // What Docker's rules would do.
  sabotage: ({ host }) =>
    nftables(`table ip shop {
      chain post { type nat hook postrouting priority srcnat; ip saddr ${host.docker0.subnet} masquerade; }
    }`),
  needs: { 'userland-proxy': true, icc: true },
});
