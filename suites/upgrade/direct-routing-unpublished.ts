import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  shell,
  syn,
  timedOut,
  type Container,
} from 'docknet';

const own = (web: Container) => `PREROUTING -d ${web.address} ! -i docker0 -j DROP`;

export default conformance({
  id: 'upgrade/direct-routing-unpublished',
  title:
    'a LAN neighbour that routes to the bridge’s subnet does not reach a port that is not published, whatever FORWARD’s policy is',
  claim: documented(
    'moby',
    'Reached past publishing (28.0 release notes, #48724)',
    'A port that is not published is closed to the outside also where FORWARD accepts what no rule speaks of.',
  ),
  given: { web: container({ serve: 80 }), client: lanHost() },
  when: async ({ web, host, client }) => {
    await client.routeTo(host.docker0.subnet, host.address);
    const [own, dropping] = await Promise.all([host.get(web, 80), client.get(web, 80, { timeoutMs: 1000 })]);
    await host.script('iptables -P FORWARD ACCEPT');
    return { own, dropping, accepting: await client.get(web, 80, { timeoutMs: 1000 }) };
  },
  expect: ({ web, host, client }, { own, dropping, accepting }) => [
    answered(own), // the server is there
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
    timedOut(dropping),
    timedOut(accepting),
    host.uplink.saw(syn(client, web, 80)),
    host.docker0.bridge.neverSaw(syn(client, web, 80)),
    // At the end of the bridge's rules at first, per container in raw from 28.2 (moby #49829).
    host
      .ruleByEngine({
        '<28.2.0': ['filter', 'DOCKER ! -i docker0 -o docker0 -j DROP'],
        '>=28.2.0': ['raw', `PREROUTING -d ${web.address} ! -i docker0 -j DROP`],
      })
      .matched(),
  ],
  // What drops is taken away where the engine has it, and put there where it has not.
  sabotage: ({ web }) =>
    shell(
      `if iptables -t raw -D ${own(web)}; then iptables -I DOCKER-USER -o docker0 -j ACCEPT; else iptables -t raw -A ${own(web)}; fi`,
    ),
  known: [
    {
      engines: '<28.0.0',
      because:
        'nothing but FORWARD’s DROP policy keeps a neighbour out, and an engine that finds forwarding turned on leaves that policy alone (until moby #48724)',
      instead: ({ web, host, client }, { own, dropping, accepting }) => [
        answered(own),
        timedOut(dropping),
        clientSeenAs(accepting, client),
        journey([host.uplink, syn(client, web, 80)], [host.docker0.bridge, syn(client, web, 80)]),
        host.docker0.bridge.sawTimes(1, syn(client, web, 80)),
      ],
    },
  ],
  notOnHost: 'it changes FORWARD’s policy',
});
