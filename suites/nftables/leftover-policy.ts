import {
  answered,
  conformance,
  container,
  documented,
  fromPort,
  iptables,
  journey,
  lanHost,
  nftablesEngine,
  succeeded,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'nftables/leftover-policy',
  title: 'the policy DROP that an engine with iptables set stays after the switch to nftables, and closes ports',
  claim: documented(
    'nftables',
    'FORWARD policy in iptables',
    'An engine with iptables that turned forwarding on set FORWARD’s policy to DROP. It may have to be removed after ' +
      'the switch to nftables.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    await host.stopEngine();
    await host.setSysctl('net.ipv4.ip_forward', 0); // as on a host that never forwarded
    await host.startEngine({ 'firewall-backend': 'iptables' });
    await web.waitRestarted();
    const first = await client.get(host, 8080, { sourcePort: 40001 });
    const restarted = await host.restartEngine();
    await web.waitRestarted();
    const switched = await client.get(host, 8080, { sourcePort: 40002, timeoutMs: 1000 });
    await host.script('iptables -P FORWARD ACCEPT');
    return { first, restarted, switched, accepting: await client.get(host, 8080, { sourcePort: 40003 }) };
  },
  expect: ({ web, host, client }, { first, restarted, switched, accepting }) => {
    const passes = (port: number) =>
      journey(
        [host.uplink, fromPort(port, syn(client, host, 8080))],
        [host.docker0.bridge, fromPort(port, syn(client, web, 80))],
      );
    return [
      answered(first),
      passes(40001),
      succeeded(restarted),
      timedOut(switched),
      host.uplink.saw(fromPort(40002, syn(client, host, 8080))),
      host.docker0.bridge.neverSaw(fromPort(40002, syn(client, web, 80))),
      answered(accepting),
      passes(40003),
    ];
  },
  sabotage: () => iptables('-A FORWARD -i uplink -j ACCEPT'),
  needs: { 'ip-forward': true },
});
