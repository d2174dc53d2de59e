import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
  syn,
} from 'docknet';

export default conformance({
  id: 'nftables/own-nat-first',
  title: 'nat chains of your own translate before Docker’s with a lower priority, and after them with a higher one',
  claim: documented(
    'nftables',
    'Replacing DOCKER-USER with an nftables table',
    'Docker’s base chains have the well-known priorities dstnat and srcnat. Others run before or after them by theirs.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80', '8081:80'] }),
    db: container({ serve: 80 }),
    client: lanHost(),
    server: lanHost(),
  },
  when: async ({ web, db, host, client, server }) => {
    await host.nft(
      'table ip shop { ' +
        `chain early { type nat hook prerouting priority dstnat - 1; tcp dport 8080 dnat to ${db.address}:80; }; ` +
        `chain late { type nat hook prerouting priority dstnat + 1; tcp dport 8081 dnat to ${db.address}:80; }; ` +
        'chain out { type nat hook postrouting priority srcnat - 1; ' +
        `ip saddr ${web.address} ip daddr ${server.address} snat to ${host.secondaryAddress}; }; ` +
        'chain after { type nat hook postrouting priority srcnat + 1; ' +
        `ip saddr ${web.address} ip daddr ${client.address} snat to ${host.secondaryAddress}; }; }`,
    );
    await host.nft(`insert rule ip docker-bridges filter-forward-in__docker0 ip daddr ${db.address} accept`);
    const [early, late] = [await client.get(host, 8080), await client.get(host, 8081)];
    return { early, late, out: await web.ping(server), after: await web.ping(client) };
  },
  expect: ({ web, db, host, client, server }, { early, late, out, after }) => [
    clientSeenAs(early, client),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, db, 80)]),
    clientSeenAs(late, client),
    journey([host.uplink, syn(client, host, 8081)], [host.docker0.bridge, syn(client, web, 80)]),
    answered(out),
    journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host.secondaryAddress, server)]),
    answered(after),
    journey([host.docker0.bridge, echoRequest(web, client)], [host.uplink, echoRequest(host, client)]),
  ],
  // Translates before both.
  sabotage: ({ host }) =>
    nftables(
      'table ip wrong { chain pre { type nat hook prerouting priority dstnat - 10; tcp dport 8080 redirect; }; ' +
        `chain post { type nat hook postrouting priority srcnat - 10; oifname ${host.uplink.name} masquerade; }; }`,
    ),
});
