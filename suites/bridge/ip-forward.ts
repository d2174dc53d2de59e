import {
  answered,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  engine,
  failed,
  lanHost,
  same,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'bridge/ip-forward',
  title: 'the starting engine turns on net.ipv4.ip_forward',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'Containers reach the outside with ip_forward=1 and NAT; the engine sets ip_forward.',
  ),
  given: { server: lanHost(), web: container({ started: false }) },
  when: async ({ web, host, server }) => {
    await host.stopEngine();
    await host.setSysctl('net.ipv4.ip_forward', '0');
    const before = await host.sysctl('net.ipv4.ip_forward');
    const started = await host.startEngine();
    const after = await host.sysctl('net.ipv4.ip_forward');
    if (started.ok) await web.start();
    return { before, after, started, ping: started.ok ? await web.ping(server) : null };
  },
  expect: ({ host, server }, { before, after, ping }) => [
    same('before the engine starts net.ipv4.ip_forward is', before, '0'),
    same('after it has started net.ipv4.ip_forward is', after, '1'),
    ...(ping === null ? [] : [answered(ping)]),
    host.uplink.saw(echoRequest(host, server)), // forwarded and masqueraded
    host.uplink.saw(echoReply(server, host)),
  ],
  known: [
    {
      engines: '>=29.0.0',
      firewallBackend: 'nftables',
      because:
        'with the nftables backend the engine does not turn forwarding on, and does not start without (moby #50646)',
      instead: (_, { before, after, started }) => [
        same('before the engine starts net.ipv4.ip_forward is', before, '0'),
        failed(started, 'IPv4 forwarding is disabled'),
        same('afterwards net.ipv4.ip_forward is', after, '0'),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({ 'ip-forward': false }) }),
  needs: { 'ip-masq': true, 'ip-forward': true },
  notOnHost: 'it stops and starts the engine',
});
