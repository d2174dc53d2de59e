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
  title: 'a published port is taken on the host: no other container or process can bind it',
  claim: documented(
    'publish',
    'docker-proxy and local network',
    'docker-proxy binds the port on the host, so no other process can use it.',
  ),
  given: {
    web: container({ serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
    hostWeb: container({ on: 'host', serve: 9090 }), // a process that listens on the host
    sameAsWeb: container({ started: false, publish: ['8080:80'] }),
    sameAsHostWeb: container({ started: false, publish: ['9090:80'] }),
  },
  when: async ({ host, client, sameAsWeb, sameAsHostWeb }) => {
    const [listeners, bind, takesWebs, takesHosts] = await Promise.all([
      host.listeners(),
      host.tryBind(8080),
      sameAsWeb.start(),
      sameAsHostWeb.start(),
    ]);
    return {
      listeners,
      bind,
      takesWebs,
      takesHosts,
      published: await client.get(host, 8080),
      own: await client.get(host, 9090),
    };
  },
  expect: ({ web, host, client }, { listeners, bind, takesWebs, takesHosts, published, own }) => [
    listening(listeners, { protocol: 'tcp', address: '0.0.0.0', port: 8080 }),
    same('binding port 8080 on the host fails with', bind, 'bind: Address already in use'),
    failed(takesWebs, ':8080', 'already'), // "already allocated" on 20.10, "already in use" on 28
    failed(takesHosts, ':9090', 'already in use'),
    clientSeenAs(published, client), // web keeps its port
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    answered(own), // and so does hostWeb
    host.docker0.bridge.neverSaw(syn(client, host, 9090)),
  ],
  sabotage: withGiven({ web: container({ serve: 80 }) }),
});
