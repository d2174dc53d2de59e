import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  same,
  syn,
  that,
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
      second.tryStart(),
      late.tryStart(),
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
    that('the host listens on port 8080', listeners.includes('tcp 0.0.0.0:8080'), listeners),
    same('a program that wants to listen on port 8080 is told', program, 'bind: Address already in use'),
    // Of every address of either family: 28 names whichever of the two it tried first.
    that(
      'a second publisher is refused, and the engine’s error names the port and why',
      /(0\.0\.0\.0|::):8080.*already (allocated|in use)/.test(publisher),
      publisher,
    ),
    that('a publisher of a port that a program holds is refused likewise', /9090.*already in use/.test(behind), behind),
    clientSeenAs(published, client), // web still has the port
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    answered(own), // and the program its own
    host.docker0.bridge.neverSaw(syn(client, host, 9090)),
  ],
  sabotage: withGiven({ web: container({ serve: 80 }) }),
});
