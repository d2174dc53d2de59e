import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  fromPort,
  lanHost,
  nftables,
  syn,
  timedOut,
} from 'docknet';

const drop = (uplink: string) => `-i ${uplink} -p tcp -j DROP`;

export default conformance({
  id: 'ipv6/docker-user',
  title: 'a DROP in DOCKER-USER of ip6tables blocks a port published over IPv6, also after an engine restart',
  claim: documented(
    'fw-ipt',
    'Docker and iptables chains',
    'Rules in DOCKER-USER are processed before Docker’s own. Docker creates the chain for IPv6, too.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ web, host, client }) => {
    const call = (sourcePort: number, timeoutMs = 5000) => client.get(host.ipv6, 8080, { sourcePort, timeoutMs });
    const before = await call(40000);
    await host.script(`ip6tables -I DOCKER-USER ${drop(host.uplink.name)}`);
    const blocked = [await call(40001, 1000)];
    await host.restartEngine();
    await web.waitRestarted();
    blocked.push(await call(40002, 1000));
    await host.script(`ip6tables -D DOCKER-USER ${drop(host.uplink.name)}`);
    return { before, blocked, ipv4: await client.get(host, 8080) };
  },
  expect: ({ app, host, client }, { before, blocked, ipv4 }) => [
    answered(before),
    app.bridge.saw(fromPort(40000, anything({ from: client.ipv6 }))),
    ...blocked.flatMap((call, n) => [
      timedOut(call),
      host.uplink.saw(fromPort(40001 + n, syn(client.ipv6, host.ipv6, 8080))),
      app.bridge.neverSaw(fromPort(40001 + n, anything({ from: client.ipv6 }))),
    ]),
    answered(ipv4),
  ],
  // Leads calls to docker-proxy, past FORWARD.
  sabotage: () =>
    nftables('table ip6 wrong { chain pre { type nat hook prerouting priority -110; tcp dport 8080 redirect; }; }'),
  appliesTo: {
    engines: '>=27.0.0',
    firewallBackend: 'iptables',
    because: 'the nftables backend has no DOCKER-USER chain, and ip6tables was off before engine 27',
  },
  needs: { 'userland-proxy': true },
  notOnHost: 'it restarts the engine',
});
