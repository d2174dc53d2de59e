import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  journey,
  lanHost,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'firewall/accept-mark',
  title: 'a packet that bears the mark of bridge-accept-fwmark reaches unpublished ports; with a mask its bits count',
  claim: documented(
    'dockerd',
    'bridge-accept-fwmark',
    'The bridge driver accepts packets that bear this mark, which is compared under the mask if one is given.',
  ),
  given: {
    daemon: engine({ 'bridge-accept-fwmark': '0x1/0x3' }),
    red: bridge(),
    db: container({ serve: 80 }),
    web: container({ serve: 80, alsoServe: [81], publish: ['8080:80'] }),
    redWeb: container({ on: 'red' }),
    client: lanHost(),
    stranger: lanHost(),
  },
  when: async ({ db, web, redWeb, host, client, stranger }) => {
    // Leads two ports of the host to ports that are not published, and marks packets by their source.
    await host.iptables(`-t nat -I PREROUTING -p tcp --dport 9000 -j DNAT --to-destination ${db.address}:80`);
    await host.iptables(`-t nat -I PREROUTING -p tcp --dport 9001 -j DNAT --to-destination ${web.address}:81`);
    await host.iptables(`-t mangle -I PREROUTING -s ${client.address} -j MARK --set-mark 5`); // 1 under the mask
    await host.iptables(`-t mangle -I PREROUTING -s ${redWeb.address} -j MARK --set-mark 1`);
    await host.iptables(`-t mangle -I PREROUTING -s ${stranger.address} -j MARK --set-mark 2`);
    const [neither, unpublished, across, other, another] = await Promise.all([
      client.get(host, 9000),
      client.get(host, 9001),
      redWeb.get(host, 9000),
      stranger.get(host, 9000, { timeoutMs: 1000 }),
      stranger.get(host, 9001, { timeoutMs: 1000 }),
    ]);
    return { neither, unpublished, across, other, another };
  },
  expect: ({ db, web, redWeb, host, client, stranger }, { neither, unpublished, across, other, another }) => [
    clientSeenAs(neither, client), // a container that publishes nothing
    journey([host.uplink, syn(client, host, 9000)], [host.docker0.bridge, syn(client, db, 80)]),
    clientSeenAs(unpublished, client), // a container that publishes another port
    journey([host.uplink, syn(client, host, 9001)], [host.docker0.bridge, syn(client, web, 81)]),
    answered(across),
    journey([redWeb.eth0, syn(redWeb, host, 9000)], [host.docker0.bridge, syn(host.docker0.gateway, db, 80)]),
    timedOut(other),
    host.uplink.saw(syn(stranger, host, 9000)),
    host.docker0.bridge.neverSaw(syn(stranger, db, 80)),
    timedOut(another),
    host.uplink.saw(syn(stranger, host, 9001)),
    host.docker0.bridge.neverSaw(syn(stranger, web, 81)),
  ],
  sabotage: withGiven({ daemon: engine({ 'bridge-accept-fwmark': '0x4' }) }),
  appliesTo: { engines: '>=29.0.0', because: 'the setting came with engine 29' },
});
