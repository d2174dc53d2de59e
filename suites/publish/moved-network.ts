import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  succeeded,
  syn,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'publish/moved-network',
  title: 'a running container that moves to another bridge network keeps its published port',
  claim: documented(
    'bridge-page',
    'Differences between user-defined bridges and the default bridge',
    'Containers can be connected to user-defined networks and disconnected from them while they run.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    web: container({ on: 'red', serve: 80, publish: ['8080:80'] }),
    redWeb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue' }),
    client: lanHost(),
  },
  when: async ({ red, blue, web, host, client }) => {
    const before = await client.get(host, 8080);
    const old = web.address;
    const connected = await web.connect(blue);
    const both = await client.get(host, 8080);
    const disconnected = await web.disconnect(red);
    const after = await client.get(host, 8080);
    const own = await host.get(host, 8080);
    return { old, connected, disconnected, before, both, after, own, gone: await host.ping(old, { timeoutMs: 1000 }) };
  },
  expect: ({ red, blue, web, host, client }, { old, connected, disconnected, before, both, after, own, gone }) => [
    succeeded(connected),
    succeeded(disconnected),
    clientSeenAs(before, client),
    answered(both),
    journey([host.uplink, syn(client, host, 8080)], [red.bridge, syn(client, old, 80)]),
    clientSeenAs(after, client),
    journey([host.uplink, syn(client, host, 8080)], [blue.bridge, syn(client, web.attachment(blue), 80)]),
    answered(own),
    unanswered(gone),
  ],
  sabotage: ({ blue }) => iptables(`-I FORWARD -o ${blue.bridge.name} -p tcp -j DROP`),
});
