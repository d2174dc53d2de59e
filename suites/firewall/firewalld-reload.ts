import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  firewalld,
  iptables,
  journey,
  lanHost,
  type Network,
  same,
  sameRules,
  syn,
  unanswered,
} from 'docknet';

/** The zone docker has each bridge while its network is there. */
const interfacesFollow = (
  red: Network,
  { zone, added, removed }: { readonly [moment in 'zone' | 'added' | 'removed']: readonly string[] },
) => [
  same('the interfaces of zone docker are', zone, [red.bridge.name, 'docker0'].sort()),
  same('with another network they are', added, [...zone, 'green0'].sort()),
  same('after its removal they are', removed, zone),
];

export default conformance({
  id: 'firewall/firewalld-reload',
  title: 'with firewalld every bridge is in the zone docker, and its reload brings back published ports and isolation',
  claim: documented(
    'fw',
    'Integration with firewalld',
    'Docker puts the bridges it makes into the zone docker, and creates its rules again when firewalld reloads.',
  ),
  given: {
    firewall: firewalld(),
    red: bridge(),
    web: container({ serve: 80, publish: ['8080:80'] }),
    redWeb: container({ on: 'red', serve: 80, publish: ['8081:80'] }),
    agent: container({ on: 'host', serve: 8090 }),
    client: lanHost(),
  },
  when: async ({ firewall, web, redWeb, host, client }) => {
    const traffic = async (sourcePort: number) => ({
      first: await client.get(host, 8080, { sourcePort }),
      second: await client.get(host, 8081, { sourcePort }),
      across: await redWeb.get(web, 80, { timeoutMs: 1000 }),
      own: await client.get(host, 8090),
    });
    const interfaces = async () => (await firewall.cmd('--zone=docker --list-interfaces')).split(' ').sort();
    const zone = await interfaces();
    await host.createNetwork('green', {}, { 'com.docker.network.bridge.name': 'green0' });
    const added = await interfaces();
    await host.removeNetwork('green');
    const removed = await interfaces();
    const before = await traffic(40000);
    const rules = await host.rules();
    await host.flushRules();
    await firewall.cmd('--reload');
    const rulesAfter = await host.awaitRules(rules, { timeoutMs: 20_000 });
    const zoneAfter = await interfaces();
    const after = await traffic(40001);
    await host.iptables(`-I DOCKER-USER -d ${web.address} -j DROP`);
    const barred = await client.get(host, 8080, { timeoutMs: 1000 });
    return { zone, added, removed, before, rules, rulesAfter, zoneAfter, after, barred };
  },
  expect: ({ red, web, redWeb, host, client }, outcome) => {
    const { zone, before, rules, rulesAfter, zoneAfter, after, barred } = outcome;
    return [
      ...interfacesFollow(red, outcome),
      same('after the reload they are', zoneAfter, zone),
      sameRules('after the reload the engine has made its rules again', rules, rulesAfter),
      ...[before, after].flatMap(({ first, second, across, own }) => [
        clientSeenAs(first, client),
        clientSeenAs(second, client),
        unanswered(across),
        unanswered(own), // zone public, where firewalld lets no stranger in
      ]),
      journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
      unanswered(barred), // DOCKER-USER comes first again
      host.docker0.bridge.sawTimes(2, syn(client, web, 80)),
      red.bridge.sawTimes(2, syn(client, redWeb, 80)),
    ];
  },
  known: [
    {
      engines: '<28.0.0',
      because:
        'on a reload these engines make all their rules again, those of removed networks too, but not those of ' +
        'DOCKER-ISOLATION-STAGE-1 and -2: where these were flushed, containers of different networks reach each ' +
        'other afterwards',
      instead: ({ red, web, redWeb, host, client }, { before, zoneAfter, after, barred, ...zones }) => [
        unanswered(barred),
        ...interfacesFollow(red, zones),
        same('after the reload they are', zoneAfter, zones.added),
        ...[before, after].flatMap(({ first, second, own }) => [
          clientSeenAs(first, client),
          clientSeenAs(second, client),
          unanswered(own),
        ]),
        unanswered(before.across),
        clientSeenAs(after.across, host.docker0.gateway),
        journey([red.bridge, syn(redWeb, web, 80)], [host.docker0.bridge, syn(host.docker0.gateway, web, 80)]),
      ],
    },
    {
      engines: '>=28.0.0 <28.1.0',
      because: 'on a reload these engines make the rules of removed networks again, too (until moby #49728)',
      instead: ({ red, client }, { before, zoneAfter, after, barred, ...zones }) => [
        unanswered(barred),
        ...interfacesFollow(red, zones),
        same('after the reload they are', zoneAfter, zones.added),
        ...[before, after].flatMap(({ first, second, across, own }) => [
          clientSeenAs(first, client),
          clientSeenAs(second, client),
          unanswered(across),
          unanswered(own),
        ]),
      ],
    },
  ],
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -p tcp -j DROP`),
  notOnHost: 'it starts firewalld',
  appliesTo: {
    firewallBackend: 'iptables',
    because: 'Debian 12’s firewalld, with libnftables 1.0.6, crashes over Docker’s nftables tables',
  },
});
