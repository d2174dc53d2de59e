import {
  answered,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  engine,
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
    await host.startEngine();
    const after = await host.sysctl('net.ipv4.ip_forward');
    await web.start();
    return { before, after, ping: await web.ping(server) };
  },
  expect: ({ host, server }, { before, after, ping }) => [
    same('before the engine starts net.ipv4.ip_forward is', before, '0'),
    same('after it has started net.ipv4.ip_forward is', after, '1'),
    answered(ping),
    host.uplink.saw(echoRequest(host, server)), // forwarded and masqueraded
    host.uplink.saw(echoReply(server, host)),
  ],
  sabotage: withGiven({ daemon: engine({ 'ip-forward': false }) }),
  notOnHost: 'it stops and starts the engine',
});
