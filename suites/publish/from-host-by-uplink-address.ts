import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  iptables,
  journey,
  lanHost,
  localhost,
  syn,
  synAck,
} from 'docknet';

export default conformance({
  id: 'publish/from-host-by-uplink-address',
  title: 'a published port is translated in PREROUTING for others and in OUTPUT for the host itself',
  claim: documented(
    'tour',
    'Tracing the web traffic',
    'The DNAT rule applies in PREROUTING and in OUTPUT, so also to what the host sends to its own address.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => ({
    control: await host.ping(localhost),
    own: await host.get(host, 8080),
    fromLan: await client.get(host, 8080),
  }),
  expect: ({ web, host, client }, { control, own, fromLan }) => [
    clientSeenAs(own, host), // one connection, with no proxy in between
    host.docker0.bridge.saw(syn(host, web, 80)),
    host.docker0.bridge.saw(synAck(web, 80, host)),
    answered(control),
    host.lo.saw(echoReply(localhost, localhost)),
    host.lo.neverSaw(syn(host, host, 8080)), // translated before local delivery
    host
      .rule({
        iptables: 'nat OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER',
        nftables:
          'docker-bridges nat-OUTPUT ip daddr != 127.0.0.0/8 fib daddr type local jump nat-prerouting-and-output',
      })
      .countedFlows(1),
    host
      .rule({
        iptables: `nat DOCKER ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`,
        nftables:
          `docker-bridges nat-prerouting-and-output iifname != docker0 tcp dport 8080 dnat to ` + `${web.address}:80`,
      })
      .countedFlows(2),
    clientSeenAs(fromLan, client),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    host
      .rule({
        iptables: 'nat PREROUTING -m addrtype --dst-type LOCAL -j DOCKER',
        nftables: 'docker-bridges nat-PREROUTING fib daddr type local jump nat-prerouting-and-output',
      })
      .countedFlows(1),
  ],
  // Translates to the host itself before Docker's rule: docker-proxy answers.
  sabotage: ({ host }) => iptables(`-t nat -I OUTPUT -p tcp --dport 8080 -j DNAT --to-destination ${host.address}`),
  needs: { 'userland-proxy': true },
});
