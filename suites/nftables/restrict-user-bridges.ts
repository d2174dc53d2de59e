import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  guard,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
  syn,
  timedOut,
} from 'docknet';

const chain = (rule: string) =>
  `table ip shop { chain forward { type filter hook forward priority filter; ${rule}; }; }`;

export default conformance({
  id: 'nftables/restrict-user-bridges',
  title: 'a drop for what leaves by interfaces named br-* closes published ports of user-defined networks alone',
  claim: documented(
    'nftables',
    'Example: restricting external connections to containers',
    'The default prefix br- of bridges selects Docker’s user-defined bridge networks in a rule.',
  ),
  given: {
    daemon: nftablesEngine(),
    app: bridge(),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
    db: container({ serve: 80, publish: ['8081:80'] }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    await host.nft(chain(`iifname ${host.uplink.name} oifname br-* counter drop`));
    const [user, own, standard] = await Promise.all([
      client.get(host, 8080, { timeoutMs: 1000 }),
      host.get(web, 80),
      client.get(host, 8081),
    ]);
    return { user, own, standard };
  },
  expect: ({ app, web, db, host, client }, { user, own, standard }) => [
    timedOut(user),
    host.uplink.saw(syn(client, host, 8080)),
    answered(own), // the host's own call is not forwarded
    app.bridge.saw(syn(app.gateway, web, 80)),
    app.bridge.neverSaw(syn(client, web, 80)),
    answered(standard),
    journey([host.uplink, syn(client, host, 8081)], [host.docker0.bridge, syn(client, db, 80)]),
    guard(host.rule({ nftables: `shop forward iifname ${host.uplink.name} oifname br-* drop` }).matched()),
  ],
  sabotage: () => nftables(chain('accept')), // ends the chain before the drop
});
