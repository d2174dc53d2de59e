import {
  answered,
  conformance,
  container,
  documented,
  echoRequest,
  lanHost,
  localhost,
  nftablesEngine,
  same,
  shell,
  succeeded,
  syn,
  timedOut,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'nftables/forwarding-unchecked',
  title: 'with ip-forward false the engine starts on a host that does not forward, and containers are cut off',
  claim: documented(
    'nftables',
    'IP forwarding',
    'The setting ip-forward false disables the check for forwarding, which port publishing and the way out need.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    await host.stopEngine();
    await host.setSysctl('net.ipv4.ip_forward', 0);
    const started = await host.startEngine({ 'ip-forward': false });
    await web.waitRestarted();
    const [forwarding, ping, page, local] = await Promise.all([
      host.sysctl('net.ipv4.ip_forward'),
      web.ping(client, { timeoutMs: 1000 }),
      client.get(host, 8080, { timeoutMs: 1000 }),
      host.get(localhost, 8080),
    ]);
    return { started, forwarding, ping, page, local };
  },
  expect: ({ web, host, client }, { started, forwarding, ping, page, local }) => [
    succeeded(started),
    same('net.ipv4.ip_forward is then', forwarding, '0'),
    unanswered(ping),
    host.docker0.bridge.saw(echoRequest(web, client)),
    host.uplink.neverSaw(echoRequest(host, client)),
    timedOut(page),
    host.uplink.saw(syn(client, host, 8080)),
    host.docker0.bridge.neverSaw(syn(client, web, 80)),
    answered(local), // docker-proxy needs no forwarding
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
  ],
  // The file that the engine reads is another one, and the kernel forwards.
  sabotage: () => shell('touch /run/off && mount --bind /run/off /proc/sys/net/ipv4/ip_forward'),
  needs: { 'userland-proxy': true },
});
