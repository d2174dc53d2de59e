import {
  answered,
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  journey,
  lanHost,
  localhost,
  refused,
  reset,
  syn,
  withGiven,
} from 'docknet';

const published = (address: string) => ({
  app: bridge(),
  red: bridge(),
  web: container({ on: 'app', serve: 80, publish: [`${address}:8080:80`, '8081:80'] }),
  db: container({ on: 'app' }),
  redWeb: container({ on: 'red' }),
  client: lanHost(),
});

export default conformance({
  id: 'publish/loopback-host-only',
  title: 'a port published at 127.0.0.1 serves the docker host, and no container and no LAN host',
  claim: documented(
    'ports',
    'Publishing ports',
    'With a loopback address in -p only the docker host can reach the published port.',
  ),
  given: published(localhost),
  when: async ({ app, red, db, redWeb, host, client }) => ({
    own: await host.get(localhost, 8080),
    controls: await Promise.all([client.get(host, 8081), db.get(host, 8081), redWeb.get(host, 8081)]),
    calls: await Promise.all([
      client.get(host, 8080, { sourcePort: 40001 }),
      client.get(host.secondaryAddress, 8080, { sourcePort: 40002 }),
      db.get(host, 8080),
      db.get(app.gateway, 8080),
      redWeb.get(host, 8080),
      redWeb.get(red.gateway, 8080),
    ]),
  }),
  expect: ({ app, red, web, db, redWeb, host, client }, { own, controls, calls }) => [
    clientSeenAs(own, app.gateway),
    ...controls.map(answered),
    journey([host.uplink, syn(client, host, 8081)], [app.bridge, syn(client, web, 80)]),
    ...calls.map(refused),
    host.uplink.saw(reset(host, 8080, client)),
    app.bridge.saw(reset(app.gateway, 8080, db)),
    red.bridge.saw(reset(host, 8080, redWeb)),
    ...[40001, 40002].map((port) => app.bridge.neverSaw(fromPort(port, anything({ from: client })))),
  ],
  sabotage: withGiven(published('0.0.0.0')),
});
