import {
  conformance,
  container,
  documented,
  echoRequest,
  failed,
  journey,
  lanHost,
  nftablesEngine,
  same,
  sameLinks,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'nftables/network-needs-forwarding',
  title: 'on a host that no longer forwards, no bridge network can be created, and containers are cut off',
  claim: documented(
    'nftables',
    'Migrating from iptables to nftables',
    'If forwarding is off, Docker reports an error when it creates a bridge network that needs it.',
  ),
  given: { daemon: nftablesEngine(), web: container(), client: lanHost() },
  when: async ({ web, host, client }) => {
    const forwarding = { created: await host.createNetwork('first'), ping: await web.ping(client) };
    await host.setSysctl('net.ipv4.ip_forward', 0);
    const links = await host.links();
    const refused = await host.createNetwork('second');
    const left = await host.links();
    const setting = await host.sysctl('net.ipv4.ip_forward');
    return { forwarding, refused, links, left, setting, ping: await web.ping(client, { timeoutMs: 1000 }) };
  },
  expect: ({ web, host, client }, { forwarding, refused, links, left, setting, ping }) => [
    succeeded(forwarding.created),
    journey([host.docker0.bridge, echoRequest(web, client)], [host.uplink, echoRequest(host, client)]),
    failed(refused, 'IPv4 forwarding is disabled'),
    sameLinks('the refused network leaves no interface', links, left),
    same('net.ipv4.ip_forward is then', setting, '0'),
    unanswered(ping),
    host.docker0.bridge.sawTimes(2, echoRequest(web, client)),
    host.uplink.sawTimes(1, echoRequest(host, client)), // the first
  ],
  // The engine does not ask for forwarding.
  sabotage: withGiven({ daemon: nftablesEngine({ 'ip-forward': false }) }),
  needs: { 'ip-masq': true, 'ip-forward': true },
});
