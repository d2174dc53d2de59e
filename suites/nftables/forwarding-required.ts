import {
  answered,
  conformance,
  container,
  documented,
  echoRequest,
  failed,
  journey,
  lanHost,
  nftablesEngine,
  same,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'nftables/forwarding-required',
  title: 'on a host that does not forward, the engine does not start, says why, and leaves forwarding off',
  claim: documented(
    'nftables',
    'IP forwarding',
    'The engine does not turn forwarding on. If it is off, the engine reports an error when it starts, because the ' +
      'default bridge needs it.',
  ),
  given: { daemon: nftablesEngine(), web: container({ restartAlways: true }), client: lanHost() },
  when: async ({ web, host, client }) => {
    await host.stopEngine();
    await host.setSysctl('net.ipv4.ip_forward', 0);
    const refused = await host.startEngine();
    const forwarding = await host.sysctl('net.ipv4.ip_forward');
    await host.setSysctl('net.ipv4.ip_forward', 1);
    const started = refused.ok ? refused : await host.startEngine();
    await web.waitRestarted();
    return { refused, forwarding, started, ping: await web.ping(client) };
  },
  expect: ({ web, host, client }, { refused, forwarding, started, ping }) => [
    failed(refused, 'IPv4 forwarding is disabled'),
    same('net.ipv4.ip_forward is then', forwarding, '0'),
    succeeded(started), // once it is on
    answered(ping),
    journey([host.docker0.bridge, echoRequest(web, client)], [host.uplink, echoRequest(host, client)]),
  ],
  sabotage: withGiven({ daemon: nftablesEngine({ 'ip-forward': false }) }),
  needs: { 'ip-masq': true, 'ip-forward': true },
});
