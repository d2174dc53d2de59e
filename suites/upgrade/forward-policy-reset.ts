import {
  answered,
  conformance,
  documented,
  echoReply,
  echoRequest,
  journey,
  lanHost,
  policy,
  same,
  shell,
} from 'docknet';

export default conformance({
  id: 'upgrade/forward-policy-reset',
  title: 'an engine that finds IP forwarding on does not change FORWARD’s policy',
  claim: documented(
    'moby',
    'The host’s own firewall (#48594)',
    'The engine sets FORWARD’s policy to DROP only if it turned forwarding on itself, so a host that already ' +
      'routes keeps routing.',
  ),
  given: { client: lanHost(), server: lanHost({ lan: 'second' }) },
  when: async ({ host, client, server }) => {
    await Promise.all([
      client.routeTo(server.subnet, host.address),
      server.routeTo(client.subnet, host.secondUplinkAddress),
    ]);
    await host.stopEngine();
    await host.script('iptables -P FORWARD ACCEPT');
    const found = await host.sysctl('net.ipv4.ip_forward');
    await host.startEngine();
    return { found, ping: await client.ping(server) };
  },
  expect: ({ host, client, server }, { found, ping }) => [
    same('before the engine starts net.ipv4.ip_forward is', found, '1'),
    policy('filter', 'FORWARD', 'ACCEPT'),
    answered(ping),
    journey([host.uplink, echoRequest(client, server)], [host.secondUplink, echoRequest(client, server)]),
    journey([host.secondUplink, echoReply(server, client)], [host.uplink, echoReply(server, client)]),
  ],
  sabotage: () => shell('echo 0 > /proc/sys/net/ipv4/ip_forward'), // so the engine turns it on and sets the policy
  notOnHost: 'it stops the engine and changes FORWARD’s policy',
});
