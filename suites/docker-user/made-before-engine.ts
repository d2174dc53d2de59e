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
  succeeded,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'docker-user/made-before-engine',
  title: 'rules that are in DOCKER-USER before the engine starts come first, over IPv6 too',
  claim: documented(
    'moby',
    'The host’s own firewall (#48560)',
    'An engine that finds a chain DOCKER-USER keeps its rules, and makes FORWARD jump to it before all others.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', started: false, serve: 80, publish: ['8080:80'] }),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
    client: lanHost({ ipv6: true }),
    blockedClient: lanHost({ ipv6: true }),
  },
  when: async ({ web, host, client, blockedClient }) => {
    const actions = [await host.stopEngine()];
    // As after a boot that restored the administrator's rules: no chain of the engine's is left.
    const boot = (program: string, { address }: { readonly address: string }) =>
      `${program} -F && ${program} -X && ${program} -N DOCKER-USER && ${program} -A FORWARD -p tcp -j ACCEPT && ` +
      `${program} -A DOCKER-USER -s ${address} -p tcp -j DROP`;
    await host.script(`${boot('iptables', blockedClient)}; ${boot('ip6tables', blockedClient.ipv6)}`);
    actions.push(await host.startEngine(), await host.createNetwork('green'), await web.start());
    const call = (from: typeof client, sourcePort: number, timeoutMs: number) =>
      Promise.all([
        from.get(host, 8080, { sourcePort, timeoutMs }),
        from.get(host.ipv6, 8080, { sourcePort, timeoutMs }),
      ]);
    const [open, shut] = await Promise.all([call(client, 40000, 5000), call(blockedClient, 40001, 1000)]);
    const added = `DOCKER-USER -s ${blockedClient.ipv6.address} -p tcp -j DROP`;
    await host.script(`ip6tables -D ${added}; ip6tables -D FORWARD -p tcp -j ACCEPT`);
    return { actions, open, shut };
  },
  expect: ({ app, host, client, blockedClient }, { actions, open, shut }) => [
    ...actions.map(succeeded),
    ...open.map(answered),
    ...shut.map(timedOut),
    app.bridge.saw(fromPort(40000, anything({ from: client }))),
    app.bridge.saw(fromPort(40000, anything({ from: client.ipv6 }))),
    host.uplink.saw(syn(blockedClient, host, 8080)),
    host.uplink.saw(syn(blockedClient.ipv6, host.ipv6, 8080)),
    app.bridge.neverSaw(fromPort(40001, anything({ from: blockedClient }))),
    app.bridge.neverSaw(fromPort(40001, anything({ from: blockedClient.ipv6 }))),
  ],
  // Leads calls to docker-proxy, past FORWARD.
  sabotage: () =>
    nftables('table inet wrong { chain pre { type nat hook prerouting priority -110; tcp dport 8080 redirect; }; }'),
  appliesTo: {
    engines: '>=27.0.0',
    firewallBackend: 'iptables',
    because: 'the nftables backend has no DOCKER-USER chain, and ip6tables was off before engine 27',
  },
  needs: { 'userland-proxy': true },
  notOnHost: 'it stops the engine and empties the firewall',
});
