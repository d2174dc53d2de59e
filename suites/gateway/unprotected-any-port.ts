import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  journey,
  lanHost,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options),
  red: bridge(),
  web: container({ on: 'app', serve: 80, alsoServe: [81], publish: ['8080:80'] }),
  db: container({ on: 'app', serve: 80 }),
  redWeb: container({ on: 'red', serve: 80 }),
  client: lanHost(),
});

export default conformance({
  id: 'gateway/unprotected-any-port',
  title: 'in gateway mode nat-unprotected every port is open to who routes there; it still masquerades and publishes',
  claim: documented(
    'ports',
    'Gateway modes',
    'In mode nat-unprotected ports that are not published are open too: no rule blocks them. Otherwise it is as nat.',
  ),
  given: given({ 'com.docker.network.bridge.gateway_mode_ipv4': 'nat-unprotected' }),
  when: async ({ app, red, web, db, redWeb, host, client }) => {
    await client.routeTo(app.subnet, host.address);
    await client.routeTo(red.subnet, host.address);
    const [published, egress, unpublished, neither, fromHost, control] = await Promise.all([
      client.get(host, 8080),
      web.ping(client),
      client.get(web, 81),
      client.get(db, 80),
      host.get(redWeb, 80),
      client.get(redWeb, 80, { timeoutMs: 1000 }),
    ]);
    return { published, egress, unpublished, neither, fromHost, control };
  },
  expect: ({ app, red, web, db, redWeb, host, client }, outcome) => [
    clientSeenAs(outcome.published, client),
    journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web, 80)]),
    answered(outcome.egress),
    journey([app.bridge, echoRequest(web, client)], [host.uplink, echoRequest(host, client)]),
    clientSeenAs(outcome.unpublished, client),
    journey([host.uplink, syn(client, web, 81)], [app.bridge, syn(client, web, 81)]),
    clientSeenAs(outcome.neither, client), // a container that publishes nothing
    journey([host.uplink, syn(client, db, 80)], [app.bridge, syn(client, db, 80)]),
    answered(outcome.fromHost),
    red.bridge.saw(syn(red.gateway, redWeb, 80)),
    timedOut(outcome.control), // a network in mode nat
    host.uplink.saw(syn(client, redWeb, 80)),
    red.bridge.neverSaw(syn(client, redWeb, 80)),
  ],
  sabotage: withGiven(given({})),
  appliesTo: { engines: '>=28.0.0', because: 'the mode nat-unprotected came with engine 28' },
});
