import {
  answered,
  anything,
  conformance,
  container,
  documented,
  fromPort,
  guard,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
  syn,
  timedOut,
} from 'docknet';

const chain = (rule: string) =>
  `table ip shop { chain prerouting { type filter hook prerouting priority dstnat - 1; ${rule}; }; }`;

export default conformance({
  id: 'nftables/own-hook-before-dnat',
  title: 'a base chain of your own at prerouting drops by the published port, before Docker translates it',
  claim: documented(
    'nftables',
    'Replacing DOCKER-USER with an nftables table',
    'Unlike DOCKER-USER, base chains of your own can have any type and hook.',
  ),
  given: { daemon: nftablesEngine(), web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => {
    const before = await client.get(host, 8080, { sourcePort: 40001 });
    await host.nft(chain('tcp dport 8080 counter drop'));
    return { before, after: await client.get(host, 8080, { sourcePort: 40002, timeoutMs: 1000 }) };
  },
  expect: ({ web, host, client }, { before, after }) => [
    answered(before),
    journey(
      [host.uplink, fromPort(40001, syn(client, host, 8080))],
      [host.docker0.bridge, fromPort(40001, syn(client, web, 80))],
    ),
    timedOut(after),
    host.uplink.saw(fromPort(40002, syn(client, host, 8080))),
    host.docker0.bridge.neverSaw(fromPort(40002, anything({ to: web }))),
    guard(host.rule({ nftables: 'shop prerouting tcp dport 8080 drop' }).matched()),
  ],
  sabotage: () => nftables(chain('accept')), // ends the chain before the drop
});
