import {
  answered,
  anything,
  conformance,
  container,
  documented,
  fromPort,
  journey,
  lanHost,
  refused,
  reset,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'publish/one-address',
  title: 'a port published on one address of the host is open there only',
  claim: documented(
    'tour',
    'Look out! There’s a web (server) ahead',
    'A host address limits the published port to that address; without one it is open on every address of the host.',
  ),
  given: { web: container({ serve: 80, publish: ['{host}:8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => ({
    there: await client.get(host, 8080),
    elsewhere: await client.get(host.secondaryAddress, 8080, { sourcePort: 40001 }),
  }),
  expect: ({ web, host, client }, { there, elsewhere }) => [
    answered(there),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    host
      .rule({
        iptables:
          `nat DOCKER -d ${host.address}/32 ! -i docker0 -p tcp --dport 8080 -j DNAT ` +
          `--to-destination ${web.address}:80`,
        nftables:
          `docker-bridges nat-prerouting-and-output iifname != docker0 ip daddr ${host.address} ` +
          `tcp dport 8080 dnat to ${web.address}:80`,
      })
      .countedFlows(1),
    refused(elsewhere),
    host.uplink.saw(syn(client, host.secondaryAddress, 8080)),
    host.uplink.saw(reset(host.secondaryAddress, 8080, client)),
    host.docker0.bridge.neverSaw(fromPort(40001, anything({ from: client }))),
  ],
  sabotage: withGiven({ web: container({ serve: 80, publish: ['8080:80'] }) }),
});
