import {
  addressIn,
  answered,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
  refused,
  syn,
} from 'docknet';

export default conformance({
  id: 'nftables/removed-with-container',
  title: 'removing a container closes its published port and removes its rules',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Docker’s rules depend on its containers: those of a published port go with its container.',
  ),
  given: {
    daemon: nftablesEngine(),
    db: container(),
    web: container({ started: false, serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    await web.start();
    const { address } = web;
    const before = await client.get(host, 8080);
    await web.remove();
    return { address, before, after: await client.get(host, 8080) };
  },
  expect: ({ host, client }, { address, before, after }) => [
    answered(before),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, address, 80)]),
    refused(after),
    host.docker0.bridge.sawTimes(1, syn(client, address, 80)), // the first
    ...[
      `raw-PREROUTING ip daddr ${address} iifname != docker0 drop`,
      `nat-prerouting-and-output iifname != docker0 tcp dport 8080 dnat to ${address}:80`,
      `filter-forward-in__docker0 ip daddr ${address} tcp dport 80 accept`,
    ].map((rule) => host.rule({ nftables: `docker-bridges ${rule}` }).absent()),
  ],
  // A translation that no one removes: it leads to an address that is no one's.
  sabotage: ({ host }) =>
    nftables(
      `add rule ip docker-bridges nat-PREROUTING tcp dport 8080 dnat to ${addressIn(host.docker0.subnet, 3)}:80`,
    ),
});
