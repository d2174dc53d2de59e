import {
  answered,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'nftables/direct-routing',
  title: 'a LAN host that routes to the bridge’s subnet reaches no container at its own address',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Docker’s rules keep a container’s own address from other hosts, whether its port is published or not.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80'] }),
    db: container({ serve: 80 }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    await client.routeTo(host.docker0.subnet, host.address);
    const [published, direct, unpublished] = await Promise.all([
      client.get(host, 8080),
      client.get(web, 80, { sourcePort: 40001, timeoutMs: 1000 }),
      client.get(db, 80, { timeoutMs: 1000 }),
    ]);
    return { published, direct, unpublished };
  },
  expect: ({ web, db, host, client }, { published, direct, unpublished }) => [
    answered(published),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    timedOut(direct),
    host.uplink.saw(syn(client, web, 80)),
    host.docker0.bridge.sawTimes(1, syn(client, web, 80)), // the published call
    timedOut(unpublished),
    host.uplink.saw(syn(client, db, 80)),
    host.docker0.bridge.neverSaw(syn(client, db, 80)),
    host.rule({ nftables: `docker-bridges raw-PREROUTING ip daddr ${web.address} iifname != docker0 drop` }).matched(),
    host.rule({ nftables: `docker-bridges raw-PREROUTING ip daddr ${db.address} iifname != docker0 drop` }).matched(),
  ],
  sabotage: () => nftables('flush chain ip docker-bridges raw-PREROUTING'),
  needs: { 'allow-direct-routing': false },
});
