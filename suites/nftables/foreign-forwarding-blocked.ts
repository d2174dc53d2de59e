import {
  answered,
  conformance,
  container,
  documented,
  echoRequest,
  guard,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
  syn,
  unanswered,
} from 'docknet';

const chain = (rules: string) =>
  `table inet no-ext-forwarding { chain forward { type filter hook forward priority filter; ${rules} }; }`;

export default conformance({
  id: 'nftables/foreign-forwarding-blocked',
  title: 'a table that drops what goes from one uplink to another stops that and nothing of Docker’s',
  claim: documented(
    'nftables',
    'IP forwarding',
    'Forwarding between two interfaces is blocked by a table with a forward chain that drops what enters by one and ' +
      'leaves by the other.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
    server: lanHost({ lan: 'second' }),
  },
  when: async ({ web, host, client, server }) => {
    const [first, second] = [host.uplink.name, host.secondUplink.name];
    await Promise.all([
      client.routeTo(server.subnet, host.address),
      server.routeTo(client.subnet, host.secondUplinkAddress),
      host.nft(
        chain(`iifname ${first} oifname ${second} counter drop; iifname ${second} oifname ${first} counter drop;`),
      ),
    ]);
    const [across, egress, page] = await Promise.all([
      client.ping(server, { timeoutMs: 1000 }),
      web.ping(server),
      client.get(host, 8080),
    ]);
    return { across, egress, page };
  },
  expect: ({ web, host, client, server }, { across, egress, page }) => [
    unanswered(across),
    host.uplink.saw(echoRequest(client, server)),
    host.secondUplink.neverSaw(echoRequest(client, server)),
    answered(egress),
    journey(
      [host.docker0.bridge, echoRequest(web, server)],
      [host.secondUplink, echoRequest(host.secondUplinkAddress, server)],
    ),
    answered(page),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    guard(
      host
        .rule({
          nftables: `inet no-ext-forwarding forward iifname ${host.uplink.name} oifname ${host.secondUplink.name} drop`,
        })
        .matched(),
    ),
  ],
  sabotage: () => nftables(chain('accept;')), // ends the chain before its drops
  needs: { 'ip-masq': true },
});
