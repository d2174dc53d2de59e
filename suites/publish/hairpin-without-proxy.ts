import { clientSeenAs, conformance, container, documented, engine, journey, syn, synAck, withGiven } from 'docknet';

export default conformance({
  id: 'publish/hairpin-without-proxy',
  title: 'without docker-proxy the MASQUERADE rule carries a container’s call to its own published port',
  claim: documented(
    'notes',
    '4.1. Port forwarding',
    'A packet from the container’s address to the same address and the published port’s target gets the ' +
      'interface’s address as source.',
  ),
  given: { daemon: engine({ 'userland-proxy': false }), web: container({ serve: 80, publish: ['8080:80'] }) },
  when: ({ web, host }) => web.get(host, 8080),
  expect: ({ web, host }, call) => [
    clientSeenAs(call, host.docker0.gateway),
    // out of eth0, and the same packet back in, translated at both ends: docker-proxy would open its own connection
    journey([web.eth0, syn(web, host, 8080)], [web.eth0, syn(host.docker0.gateway, web, 80)]),
    web.eth0.saw(synAck(web, 80, host.docker0.gateway)),
    host
      .rule({
        iptables: `nat DOCKER -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`,
        nftables: `docker-bridges nat-prerouting-and-output tcp dport 8080 dnat to ${web.address}:80`,
      })
      .countedFlows(1),
    host
      .rule({
        iptables: `nat POSTROUTING -s ${web.address}/32 -d ${web.address}/32 -p tcp --dport 80 -j MASQUERADE`,
        nftables:
          `docker-bridges nat-postrouting-in__docker0 ip saddr ${web.address} ip daddr ` +
          `${web.address} tcp dport 80 masquerade`,
      })
      .countedFlows(1),
  ],
  sabotage: withGiven({ daemon: engine({}) }),
  needs: { icc: true },
});
