import { answered, conformance, container, documented, journey, lanHost, localhost, syn, withGiven } from 'docknet';

export default conformance({
  id: 'publish/all-addresses',
  title: 'a port published without a host address is open on every address of the host',
  claim: documented(
    'tour',
    'Look out! There’s a web (server) ahead',
    'Without a host address the published port is open on every address of the host.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => {
    const [first, second, bridge, local] = await Promise.all([
      client.get(host, 8080),
      client.get(host.secondaryAddress, 8080),
      host.get(host.docker0.gateway, 8080),
      host.get(localhost, 8080),
    ]);
    return { first, second, bridge, local };
  },
  expect: ({ web, host, client }, { first, second, bridge, local }) => [
    answered(first),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    answered(second),
    journey([host.uplink, syn(client, host.secondaryAddress, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    answered(bridge),
    answered(local),
    host.lo.saw(syn(localhost, localhost, 8080)),
    host
      .rule({
        iptables: `nat DOCKER ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`,
        nftables:
          `docker-bridges nat-prerouting-and-output iifname != docker0 tcp dport 8080 dnat to ` + `${web.address}:80`,
      })
      .countedFlows(3), // all but the call to 127.0.0.1
  ],
  sabotage: withGiven({ web: container({ serve: 80, publish: ['{host}:8080:80'] }) }),
  needs: { 'userland-proxy': true },
});
