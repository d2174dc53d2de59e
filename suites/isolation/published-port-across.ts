import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  journey,
  shell,
  syn,
  synAck,
  withTtl,
} from 'docknet';

export default conformance({
  id: 'isolation/published-port-across',
  title: 'a container reaches a port published on another bridge by the host’s address, through docker-proxy',
  claim: documented(
    'notes',
    '3.4. Other aspect of bridge networks',
    'Different bridge networks do not communicate: no packet of one enters the other, and a port published on the ' +
      'host is open to both.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    redWeb: container({ on: 'red' }),
    web: container({ on: 'blue', serve: 80, publish: ['8080:80'] }),
  },
  when: ({ redWeb, host }) => redWeb.get(host, 8080),
  expect: ({ red, blue, redWeb, web, host }, call) => [
    clientSeenAs(call, blue.gateway), // docker-proxy's connection
    red.bridge.saw(syn(redWeb, host, 8080)),
    red.bridge.saw(synAck(host, 8080, redWeb)),
    blue.bridge.saw(withTtl(64, syn(blue.gateway, web, 80))), // no hop in between: not forwarded
    blue.bridge.saw(synAck(web, 80, blue.gateway)),
    blue.bridge.neverSaw(anything({ from: redWeb })),
    host.rule('nat', `DOCKER -i ${red.bridge.name} -j RETURN`).countedFlows(1), // not translated
  ],
  known: [
    {
      engines: '>=29.0.0',
      because:
        'no proxy takes part: the call is translated by the DNAT rule, forwarded, and masqueraded to the other ' +
        'bridge’s address (moby #49981)',
      instead: ({ blue, redWeb, web, host }, call) => [
        clientSeenAs(call, blue.gateway),
        journey(
          [redWeb.eth0, withTtl(64, syn(redWeb, host, 8080))],
          // On its own bridge it is translated only if br_netfilter is loaded, which these engines need not do.
          [blue.bridge, withTtl(63, syn(blue.gateway, web, 80))],
        ),
        journey([web.eth0, synAck(web, 80, blue.gateway)], [redWeb.eth0, synAck(host, 8080, redWeb)]),
        blue.bridge.neverSaw(withTtl(64, syn(blue.gateway, web, 80))),
        host
          .rule('nat', `DOCKER ! -i ${blue.bridge.name} -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`)
          .countedFlows(1),
      ],
    },
  ],
  // Blocks the call on its way to docker-proxy and across the bridges.
  sabotage: ({ red }) =>
    shell(
      `iptables -I INPUT -i ${red.bridge.name} -p tcp --dport 8080 -j DROP && ` +
        `iptables -I FORWARD -i ${red.bridge.name} -p tcp -j DROP`,
    ),
  needs: { 'userland-proxy': true },
});
