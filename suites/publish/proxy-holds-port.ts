import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  failed,
  journey,
  lanHost,
  listening,
  same,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'publish/proxy-holds-port',
  title: 'a published port is taken on the host: another publisher, and any process, is refused it',
  claim: documented(
    'publish',
    'docker-proxy and local network',
    'docker-proxy binds the port on the host, so that no other process is using it or could.',
  ),
  given: {
    web: container({ serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
    process: container({ on: 'host', serve: 9090 }), // a program that listens on the host itself
    second: container({ started: false, publish: ['8080:80'] }),
    late: container({ started: false, publish: ['9090:80'] }),
  },
  when: async ({ host, client, second, late }) => {
    const [listeners, program, publisher, behind] = await Promise.all([
      host.listeners(),
      host.tryBind(8080),
      second.start(),
      late.start(),
    ]);
    return {
      listeners,
      program,
      publisher,
      behind,
      published: await client.get(host, 8080),
      own: await client.get(host, 9090),
    };
  },
  expect: ({ web, host, client }, { listeners, program, publisher, behind, published, own }) => [
    listening(listeners, { protocol: 'tcp', address: '0.0.0.0', port: 8080 }),
    same('a program that wants to listen on port 8080 is told', program, 'bind: Address already in use'),
    // 20.10 says that the port is already allocated, 28 that the address is already in use.
    failed(publisher, ':8080', 'already'),
    failed(behind, ':9090', 'already in use'),
    clientSeenAs(published, client), // web still has the port
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    answered(own), // and the program its own
    host.docker0.bridge.neverSaw(syn(client, host, 9090)),
  ],
  sabotage: withGiven({ web: container({ serve: 80 }) }),
});
