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
} from 'docknet';

const localhost = '127.0.0.1';
const drop = `PREROUTING -d ${localhost}/32 ! -i lo -p tcp -m tcp --dport 8080 -j DROP`;

export default conformance({
  id: 'upgrade/loopback-published-from-lan',
  title: 'a port published on 127.0.0.1 is not reached by a LAN neighbour that routes 127.0.0.1 at the host',
  claim: documented(
    'moby',
    'Reached past publishing (#45610, #49325, 28.0 release notes)',
    'A port published on a loopback address is open on the host itself only.',
  ),
  given: { web: container({ serve: 80, publish: [`${localhost}:8080:80`] }), client: lanHost() },
  when: async ({ host, client }) => {
    await client.routeLoopback(host.address);
    return { own: await host.get(localhost, 8080), neighbour: await client.get(localhost, 8080, { timeoutMs: 1000 }) };
  },
  expect: ({ web, host, client }, { own, neighbour }) => [
    answered(own),
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)), // docker-proxy's, on the host's behalf
    timedOut(neighbour),
    host.uplink.saw(syn(client, localhost, 8080)),
    host.docker0.bridge.neverSaw(syn(client, web, 80)),
    host.rule('raw', drop).matched(),
  ],
  // The rule that drops is taken away where the engine has one, and put there where it has none.
  sabotage: () => shell(`iptables -t raw -D ${drop} || iptables -t raw -A ${drop}`),
  known: [
    {
      engines: '<28.0.0',
      because:
        'the DNAT rule for 127.0.0.1 takes what comes in by the uplink too, before the kernel would drop a loopback address that comes from outside (until moby #49325)',
      instead: ({ web, host, client }, { own, neighbour }) => [
        answered(own),
        clientSeenAs(neighbour, client),
        journey([host.uplink, syn(client, localhost, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
        host
          .rule(
            'nat',
            `DOCKER -d ${localhost}/32 ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`,
          )
          .countedFlows(1),
      ],
    },
  ],
});
