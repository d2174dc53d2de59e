import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  lanHost,
  refused,
  succeeded,
  syn,
  withGiven,
} from 'docknet';

const routed = { 'com.docker.network.bridge.gateway_mode_ipv4': 'routed' };

export default conformance({
  id: 'gateway/routed-host-address',
  title: 'a port published at an address of the host starts on a network in gateway mode routed, and is open there',
  claim: documented(
    'rn-28',
    '28.0',
    'A host address or port that mode routed makes useless fails no container; the gateway may change later.',
  ),
  given: {
    app: bridge(routed),
    db: container({ on: 'app' }), // its bridge is in use
    web: container({ on: 'app', started: false, serve: 80, publish: ['{host}:8080:80'] }),
    client: lanHost(),
  },
  when: async ({ app, web, host, client }) => {
    await client.routeTo(app.subnet, host.address);
    const started = await web.start();
    const { address } = web;
    const direct = await client.get(address, 80);
    const onHost = await client.get(host, 8080);
    const moved = [await web.connect({ key: 'bridge', name: 'bridge' }), await web.disconnect(app)];
    return { started, address, direct, onHost, moved, later: await client.get(host, 8080) };
  },
  expect: ({ app, client }, { started, address, direct, onHost, moved, later }) => [
    succeeded(started),
    clientSeenAs(direct, client),
    app.bridge.saw(syn(client, address, 80)),
    refused(onHost),
    ...moved.map(succeeded),
    answered(later),
  ],
  sabotage: withGiven({ app: bridge() }),
  appliesTo: { engines: '>=28.0.0', because: 'before engine 28 the container is refused' },
});
