import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  internalBridge,
  lanHost,
  nftables,
  succeeded,
  unanswered,
} from 'docknet';

const name = { 'com.docker.network.bridge.name': 'br-app' };
const addressing = { subnet: '10.30.61.0/24', ipv6: 'fd00:d0c:1::/64' };
const option = (key: string, value: string) => ({ [`com.docker.network.bridge.${key}`]: value });
const plain = (options: Readonly<Record<string, string>> = {}) => bridge({ ...name, ...options }, addressing);

export default conformance({
  id: 'lifecycle/bridge-used-again',
  title: 'a network with the bridge name and subnets of removed ones has none of their isolation, modes and options',
  claim: documented('net-rm', 'Description', 'docker network rm removes a network; nothing of it is left in the way.'),
  given: {
    app: plain(),
    web: container({ on: 'app', started: false, serve: 80, publish: ['8080:80'] }),
    db: container({ on: 'app', started: false }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ app, web, db, host, client }) => {
    const actions = [await host.removeNetwork(app)];
    for (const former of [
      internalBridge(name, addressing),
      plain({ ...option('enable_icc', 'false'), ...option('enable_ip_masquerade', 'false') }),
      plain({ ...option('gateway_mode_ipv4', 'routed'), ...option('gateway_mode_ipv6', 'routed') }),
    ]) {
      actions.push(await host.createNetwork('app', former), await host.removeNetwork('app'));
    }
    actions.push(await host.createNetwork('app', plain()), await web.start(), await db.start());
    await client.routeTo(addressing.subnet, host.address);
    await client.routeTo(addressing.ipv6, host.ipv6.address);
    const outcome = {
      addresses: { web: web.address, db: db.address, dbIpv6: db.ipv6.address },
      open: [await web.ping(client), await web.ping(client.ipv6), await client.get(host.ipv6, 8080)],
      inside: [await db.get(web, 80), await db.get(web.ipv6, 80)] as const,
      published: await client.get(host, 8080),
      shut: await client.ping(web, { timeoutMs: 1000 }),
    };
    actions.push(await web.remove(), await db.remove());
    return { actions, ...outcome };
  },
  expect: ({ host, client }, { actions, addresses, open, inside: [ipv4, ipv6], published, shut }) => [
    ...actions.map(succeeded),
    ...open.map(answered),
    clientSeenAs(ipv4, addresses.db),
    clientSeenAs(ipv6, addresses.dbIpv6),
    clientSeenAs(published, client),
    host.uplink.saw(echoRequest(host, client)), // masqueraded
    host.uplink.neverSaw(echoRequest(addresses.web, client)),
    unanswered(shut),
    host.uplink.saw(echoRequest(client, addresses.web)),
    host.uplink.neverSaw(echoReply(addresses.web, client)),
  ],
  // A rule that no removal takes away.
  sabotage: () =>
    nftables('table inet wrong { chain out { type filter hook forward priority 0; iifname "br-app" drop; }; }'),
});
