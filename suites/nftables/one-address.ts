import {
  answered,
  anything,
  conformance,
  container,
  documented,
  fromPort,
  journey,
  lanHost,
  nftablesEngine,
  refused,
  reset,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'nftables/one-address',
  title: 'a port published on one address of the host is open there only',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Docker’s rules depend on the configuration of the container: a port is published on the address that is given.',
  ),
  given: { daemon: nftablesEngine(), web: container({ serve: 80, publish: ['{host}:8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => ({
    there: await client.get(host, 8080),
    elsewhere: await client.get(host.secondaryAddress, 8080, { sourcePort: 40001 }),
  }),
  expect: ({ web, host, client }, { there, elsewhere }) => [
    answered(there),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    host
      .rule({
        nftables:
          `docker-bridges nat-prerouting-and-output iifname != docker0 ip daddr ${host.address} ` +
          `tcp dport 8080 dnat to ${web.address}:80`,
      })
      .countedFlows(1),
    refused(elsewhere),
    host.uplink.saw(reset(host.secondaryAddress, 8080, client)),
    host.docker0.bridge.neverSaw(fromPort(40001, anything({ from: client }))),
  ],
  sabotage: withGiven({ web: container({ serve: 80, publish: ['8080:80'] }) }),
  needs: { 'userland-proxy': true },
});
