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

const lanOf = (host: { readonly address: string }) => host.address.replace(/\d+$/, '0/24');

export default conformance({
  id: 'upgrade/forward-policy-reset',
  title: 'an engine that finds forwarding turned on leaves FORWARD’s policy alone',
  claim: documented(
    'moby',
    'The host’s own firewall (#48594)',
    'FORWARD’s policy becomes DROP only where the engine itself turned forwarding on, so a host that was a router before stays one.',
  ),
  given: { near: lanHost(), far: lanHost({ lan: 'second' }) },
  when: async ({ host, near, far }) => {
    await Promise.all([near.routeTo(lanOf(far), host.address), far.routeTo(lanOf(near), host.secondUplinkAddress)]);
    await host.stopEngine();
    await host.script('iptables -P FORWARD ACCEPT');
    const found = await host.sysctl('net.ipv4.ip_forward');
    await host.startEngine();
    return { found, ping: await near.ping(far) };
  },
  expect: ({ host, near, far }, { found, ping }) => [
    same('when the engine starts net.ipv4.ip_forward is', found, '1'),
    policy('filter', 'FORWARD', 'ACCEPT'),
    answered(ping),
    journey([host.uplink, echoRequest(near, far)], [host.secondUplink, echoRequest(near, far)]),
    journey([host.secondUplink, echoReply(far, near)], [host.uplink, echoReply(far, near)]),
  ],
  sabotage: () => shell('echo 0 > /proc/sys/net/ipv4/ip_forward'), // the engine turns it on, and the policy to DROP
  notOnHost: 'it stops the engine and changes FORWARD’s policy',
});
