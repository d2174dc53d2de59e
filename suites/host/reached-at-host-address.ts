import {
  answered,
  anything,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  journey,
  lanHost,
  syn,
  synAck,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'host/reached-at-host-address',
  title: 'a host-network container is reached at the host’s addresses, untranslated',
  claim: documented(
    'notes',
    '3.5. Host network',
    'The container’s network stack is not isolated from the host’s: it serves on the host’s addresses.',
  ),
  given: { web: container({ on: 'host', serve: 8088 }), db: container(), client: lanHost() },
  when: async ({ client, db, host }) => {
    const [first, second] = await Promise.all([
      client.get(host, 8088),
      client.get(host.secondaryAddress, 8088),
      db.ping(host.docker0.gateway),
    ]);
    return { first, second };
  },
  expect: ({ client, db, host }, { first, second }) => [
    answered(first),
    clientSeenAs(first, client),
    journey([client.eth0, syn(client, host, 8088)], [host.uplink, syn(client, host, 8088)]),
    journey([host.uplink, synAck(host, 8088, client)], [client.eth0, synAck(host, 8088, client)]),
    answered(second),
    clientSeenAs(second, client),
    host.uplink.saw(syn(client, host.secondaryAddress, 8088)),
    host.docker0.bridge.saw(echoRequest(db, host.docker0.gateway)), // control: docker0 is recorded
    host.docker0.bridge.neverSaw(anything({ protocol: 'tcp' })),
  ],
  sabotage: withGiven({ web: container({ serve: 8088, publish: ['8088:8088'] }) }),
});
