import {
  answered,
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  fromPort,
  journey,
  lanHost,
  localhost,
  refused,
  reset,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'publish/binding-setting',
  title: 'the setting ip changes where ports are published for docker0 alone, and -p overrides it',
  claim: documented(
    'ports',
    'Default bridge',
    'The daemon’s option ip sets the address for the default bridge. It does not affect user-defined networks.',
  ),
  given: {
    daemon: engine({ ip: localhost }),
    red: bridge(),
    web: container({ serve: 80, alsoServe: [81], publish: ['8080:80', '0.0.0.0:8082:81'] }),
    redWeb: container({ on: 'red', serve: 80, publish: ['8081:80'] }),
    client: lanHost(),
  },
  when: async ({ host, client }) => {
    const [own, closed, overridden, other] = await Promise.all([
      host.get(localhost, 8080),
      client.get(host, 8080, { sourcePort: 40001 }),
      client.get(host, 8082),
      client.get(host, 8081),
    ]);
    return { own, closed, overridden, other };
  },
  expect: ({ red, web, redWeb, host, client }, { own, closed, overridden, other }) => [
    clientSeenAs(own, host.docker0.gateway),
    refused(closed),
    host.uplink.saw(reset(host, 8080, client)),
    host.docker0.bridge.neverSaw(fromPort(40001, anything({ from: client }))),
    answered(overridden),
    journey([host.uplink, syn(client, host, 8082)], [host.docker0.bridge, syn(client, web, 81)]),
    clientSeenAs(other, client),
    journey([host.uplink, syn(client, host, 8081)], [red.bridge, syn(client, redWeb, 80)]),
  ],
  sabotage: withGiven({ daemon: engine({}) }),
});
