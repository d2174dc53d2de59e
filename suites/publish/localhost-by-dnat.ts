import {
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  journey,
  lanHost,
  localhost,
  syn,
  synAck,
  withGiven,
  type Container,
} from 'docknet';

const dnat = (web: Container) => `DOCKER ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`;

export default conformance({
  id: 'publish/localhost-by-dnat',
  title: 'the DNAT rule translates a call to a published port on 127.0.0.1',
  about: 'rules',
  claim: documented(
    'notes',
    '4.1. Port forwarding',
    'A request to localhost passes nat PREROUTING and the DOCKER chain, where the DNAT rule sends it to the ' +
      'container’s address and port.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => ({ fromLan: await client.get(host, 8080), local: await host.get(localhost, 8080) }),
  expect: ({ web, host, client }, { fromLan, local }) => [
    clientSeenAs(fromLan, client),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    clientSeenAs(local, host.docker0.gateway),
    host.rule('nat', dnat(web)).countedFlows(2), // client's and the host's own
  ],
  sabotage: withGiven({ daemon: engine({ 'userland-proxy': false }) }),
  known: [
    {
      engines: '*',
      because:
        'docker-proxy answers on 127.0.0.1 and opens its own connection to the container; locally generated ' +
        'packets do not pass PREROUTING, and Docker’s jump in OUTPUT excludes 127.0.0.0/8',
      instead: ({ web, host, client }, { fromLan, local }) => [
        clientSeenAs(fromLan, client),
        clientSeenAs(local, host.docker0.gateway),
        host.lo.saw(synAck(localhost, 8080, localhost)),
        host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
        host.rule('nat', dnat(web)).countedFlows(1), // client's only
      ],
    },
  ],
  needs: { 'userland-proxy': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no rules in nat' },
});
