import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  engine,
  lanHost,
  localhost,
  refused,
  same,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

const option = (name: string, value: string) => ({ [`com.docker.network.bridge.${name}`]: value });

const given = (own: boolean) => {
  const app = (options: Readonly<Record<string, string>>, n: number) =>
    bridge(own ? options : {}, { ipv6: `fd00:d0c:${n}::/64` });
  return {
    // The host forwards before the engine starts, so no policy DROP hides a missing rule.
    daemon: engine({}, { 'net.ipv4.ip_forward': 1, 'net.ipv6.conf.all.forwarding': 1 }),
    shut: app(option('enable_icc', 'false'), 1),
    plain: app({ ...option('enable_ip_masquerade', 'false'), ...option('host_binding_ipv4', localhost) }, 2),
    routed: app({ ...option('gateway_mode_ipv4', 'routed'), ...option('gateway_mode_ipv6', 'routed') }, 3),
    web: container({ on: 'shut', restartAlways: true }),
    db: container({ on: 'shut', restartAlways: true }),
    plainWeb: container({ on: 'plain', serve: 80, publish: ['8080:80'], restartAlways: true }),
    routedWeb: container({ on: 'routed', serve: 80, publish: ['8081:80'], restartAlways: true }),
    client: lanHost({ ipv6: true }),
  };
};

export default conformance({
  id: 'restart/network-options',
  title: 'a network’s options hold after an engine restart: icc, masquerading, the binding address, the gateway mode',
  claim: documented(
    'bridge-page',
    'Options',
    'The options belong to the network: each holds for its containers from its creation to its removal.',
  ),
  given: given(true),
  when: async ({ routed, web, db, plainWeb, routedWeb, host, client }) => {
    await client.routeTo(routed.subnet, host.address);
    await client.routeTo(routed.ipv6.subnet, host.ipv6.address);
    await client.ping(host.ipv6); // the host knows client’s hardware address from here on
    const briefly = { timeoutMs: 1000 };
    const state = async (n: number) => {
      const [inside, insideIpv6, egress, egressIpv6, own, closed, direct, directIpv6, mapped] = await Promise.all([
        web.ping(db, briefly),
        web.ping(db.ipv6, briefly),
        plainWeb.ping(client, briefly),
        plainWeb.ping(client.ipv6, briefly),
        host.get(localhost, 8080),
        client.get(host, 8080, { sourcePort: 40000 + n }),
        client.get(routedWeb, 80, { sourcePort: 41000 + n, timeoutMs: 2000 }),
        client.get(routedWeb.ipv6, 80, { sourcePort: 42000 + n, timeoutMs: 2000 }),
        client.get(host, 8081),
      ]);
      const calls = { inside, insideIpv6, egress, egressIpv6, own, closed, direct, directIpv6, mapped };
      return { addresses: [plainWeb.address, plainWeb.ipv6.address] as const, calls };
    };
    const states = [await state(0)];
    const actions = [await host.restartEngine()];
    for (const one of [web, db, plainWeb, routedWeb]) actions.push(await one.waitRestarted());
    states.push(await state(1));
    return { actions, states };
  },
  expect: ({ plain, plainWeb, host, client }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ addresses, calls }) => [
      unanswered(calls.inside),
      unanswered(calls.insideIpv6),
      host.uplink.saw(echoRequest(addresses[0], client)), // not masqueraded
      host.uplink.saw(echoRequest(addresses[1], client.ipv6)),
      clientSeenAs(calls.own, plain.gateway),
      refused(calls.closed),
      clientSeenAs(calls.direct, client),
      clientSeenAs(calls.directIpv6, client.ipv6),
      refused(calls.mapped),
    ]),
    same('port 80 is published at', plainWeb.ports['80/tcp'], [`${localhost}:8080`]),
    host.uplink.neverSaw(echoRequest(host, client)),
    host.uplink.neverSaw(echoRequest(host.ipv6, client.ipv6)),
  ],
  sabotage: withGiven(given(false)),
  needs: { 'live-restore': false },
  appliesTo: { engines: '>=27.0.0', because: 'gateway modes came with engine 27' },
  notOnHost: 'it restarts the engine',
});
