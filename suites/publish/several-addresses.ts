import {
  answered,
  anything,
  conformance,
  container,
  documented,
  fromPort,
  iptables,
  journey,
  lanHost,
  refused,
  syn,
} from 'docknet';

export default conformance({
  id: 'publish/several-addresses',
  title: 'a port is published at two addresses of the host under different ports; two containers share a port number',
  claim: documented(
    'ports',
    'Publishing ports',
    'A host address in -p publishes the port there alone. A container port can be published more than once.',
  ),
  given: {
    web: container({ serve: 80, publish: ['{host}:8080:80', '{secondary}:8081:80'] }),
    db: container({ serve: 80, publish: ['{secondary}:8080:80'] }),
    client: lanHost(),
  },
  when: async ({ host, client }) => {
    const [first, second, other, crossed] = await Promise.all([
      client.get(host, 8080),
      client.get(host.secondaryAddress, 8081),
      client.get(host.secondaryAddress, 8080),
      client.get(host, 8081, { sourcePort: 40001 }),
    ]);
    return { first, second, other, crossed };
  },
  expect: ({ web, db, host, client }, { first, second, other, crossed }) => [
    answered(first),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    answered(second),
    journey([host.uplink, syn(client, host.secondaryAddress, 8081)], [host.docker0.bridge, syn(client, web, 80)]),
    answered(other),
    journey([host.uplink, syn(client, host.secondaryAddress, 8080)], [host.docker0.bridge, syn(client, db, 80)]),
    refused(crossed),
    host.docker0.bridge.sawTimes(2, syn(client, web, 80)),
    host.docker0.bridge.sawTimes(1, syn(client, db, 80)),
    host.docker0.bridge.neverSaw(fromPort(40001, anything({ from: client }))),
  ],
  // Leads the shared port number to one container at both addresses.
  sabotage: ({ web }) =>
    iptables(`-t nat -I PREROUTING -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`),
});
