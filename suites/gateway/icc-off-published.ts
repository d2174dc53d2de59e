import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  internalBridge,
  journey,
  lanHost,
  syn,
  timedOut,
  unanswered,
  withGiven,
} from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options),
  blue: internalBridge(options),
  red: bridge(),
  web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
  db: container({ on: 'app' }),
  redWeb: container({ on: 'red', serve: 80 }),
  redDb: container({ on: 'red' }),
  blueWeb: container({ on: 'blue', serve: 80 }),
  blueDb: container({ on: 'blue' }),
  client: lanHost(),
});

export default conformance({
  id: 'gateway/icc-off-published',
  title: 'with enable_icc=false neighbours do not reach each other; published ports and the way out stay',
  claim: documented(
    'bridge-page',
    'Options',
    'com.docker.network.bridge.enable_icc enables or disables connectivity between the containers of the network.',
  ),
  given: given({ 'com.docker.network.bridge.enable_icc': 'false' }),
  when: async ({ web, db, redWeb, redDb, blueWeb, blueDb, host, client }) => {
    const [published, egress, control, ping, call, back, inside] = await Promise.all([
      client.get(host, 8080),
      db.ping(client),
      redDb.get(redWeb, 80),
      db.ping(web, { timeoutMs: 1000 }),
      db.get(web, 80, { timeoutMs: 1000 }),
      web.ping(db, { timeoutMs: 1000 }),
      blueDb.ping(blueWeb, { timeoutMs: 1000 }),
    ]);
    return { published, egress, control, ping, call, back, inside };
  },
  expect: ({ app, web, db, redWeb, redDb, host, client }, { published, egress, control, ping, call, back, inside }) => [
    clientSeenAs(published, client),
    journey(
      [host.uplink, syn(client, host, 8080)],
      [app.bridge, syn(client, web, 80)],
      [web.eth0, syn(client, web, 80)],
    ),
    answered(egress),
    journey([app.bridge, echoRequest(db, client)], [host.uplink, echoRequest(host, client)]),
    clientSeenAs(control, redDb), // a network without the option
    redWeb.eth0.saw(syn(redDb, redWeb, 80)),
    unanswered(inside), // an internal network
    unanswered(ping),
    db.eth0.saw(echoRequest(db, web)),
    web.eth0.neverSaw(echoRequest(db, web)),
    timedOut(call),
    db.eth0.saw(syn(db, web, 80)),
    web.eth0.neverSaw(syn(db, web, 80)),
    unanswered(back),
    web.eth0.saw(echoRequest(web, db)),
    db.eth0.neverSaw(echoRequest(web, db)),
  ],
  sabotage: withGiven(given({})),
});
