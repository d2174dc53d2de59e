import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  journey,
  lanHost,
  succeeded,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'firewall/accept-mark-kept',
  title: 'the mark of bridge-accept-fwmark is accepted as before when another network is removed',
  claim: documented(
    'dockerd',
    'bridge-accept-fwmark',
    'The bridge driver accepts packets that bear this mark, which is compared under the mask if one is given.',
  ),
  given: { daemon: engine({ 'bridge-accept-fwmark': '0x1' }), db: container({ serve: 80 }), client: lanHost() },
  when: async ({ db, host, client }) => {
    await host.iptables(`-t nat -I PREROUTING -p tcp --dport 9000 -j DNAT --to-destination ${db.address}:80`);
    await host.iptables(`-t mangle -I PREROUTING -s ${client.address} -j MARK --set-mark 1`);
    await host.createNetwork('other');
    const before = await client.get(host, 9000);
    const removed = await host.removeNetwork('other');
    return { before, removed, after: await client.get(host, 9000, { timeoutMs: 1000 }) };
  },
  expect: ({ db, host, client }, { before, removed, after }) => [
    clientSeenAs(before, client),
    journey([host.uplink, syn(client, host, 9000)], [host.docker0.bridge, syn(client, db, 80)]),
    succeeded(removed),
    answered(after),
  ],
  sabotage: withGiven({ daemon: engine({ 'bridge-accept-fwmark': '0x4' }) }),
  known: [
    {
      engines: '>=29.0.0',
      firewallBackend: 'iptables',
      because: 'the networks share one rule for the mark, which goes with the first network that is removed',
      instead: (_, { before, removed, after }) => [answered(before), succeeded(removed), timedOut(after)],
    },
  ],
  appliesTo: { engines: '>=29.0.0', because: 'the setting came with engine 29' },
});
