import { clientSeenAs, conformance, container, documented, iptables, syn, synAck } from 'docknet';

export default conformance({
  id: 'publish/own-port-from-inside',
  title: 'a container reaches its own published port by the host’s address and sees the bridge’s address as client',
  claim: documented(
    'notes',
    '4.1. Port forwarding',
    'A container’s call to its own published port comes back to it from the bridge interface’s address.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }) },
  when: ({ web, host }) => web.get(host, 8080),
  expect: ({ web, host }, call) => [
    clientSeenAs(call, host.docker0.gateway),
    web.eth0.saw(syn(web, host, 8080)), // one connection to docker-proxy
    web.eth0.saw(synAck(host, 8080, web)),
    web.eth0.saw(syn(host.docker0.gateway, web, 80)), // and one from it
    web.eth0.saw(synAck(web, 80, host.docker0.gateway)),
    host
      .rule({
        iptables: `nat DOCKER ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`,
        nftables:
          `docker-bridges nat-prerouting-and-output iifname != docker0 tcp dport 8080 dnat to ` + `${web.address}:80`,
      })
      .countedFlows(0), // not translated
  ],
  // The call passes INPUT on its way to docker-proxy.
  sabotage: () => iptables('-I INPUT -i docker0 -p tcp --dport 8080 -j DROP'),
});
