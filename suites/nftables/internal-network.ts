import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  internalBridge,
  lanHost,
  nftablesEngine,
  syn,
  timedOut,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'nftables/internal-network',
  title: 'an internal network has a way to the host, none out, and none in',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Docker’s rules depend on the configuration of the network: those of an internal one drop what enters or leaves.',
  ),
  given: {
    daemon: nftablesEngine(),
    app: internalBridge(),
    web: container({ on: 'app', serve: 80 }),
    db: container(),
    client: lanHost(),
  },
  when: async ({ app, web, db, host, client }) => {
    await client.routeTo(app.subnet, host.address);
    const [toHost, outward, across, inward, control] = await Promise.all([
      web.ping(app.gateway),
      web.ping(client, { timeoutMs: 1000 }),
      db.ping(web, { timeoutMs: 1000 }),
      client.get(web, 80, { timeoutMs: 1000 }),
      db.ping(client),
    ]);
    return { toHost, outward, across, inward, control };
  },
  expect: ({ app, web, db, host, client }, { toHost, outward, across, inward, control }) => [
    answered(toHost),
    app.bridge.saw(echoReply(app.gateway, web)),
    answered(control),
    host.uplink.sawTimes(1, echoRequest(host, client)), // db's
    unanswered(outward),
    host.uplink.neverSaw(echoRequest(web, client)),
    unanswered(across),
    db.eth0.saw(echoRequest(db, web)),
    app.bridge.neverSaw(echoRequest(db, web)),
    timedOut(inward),
    host.uplink.saw(syn(client, web, 80)),
    app.bridge.neverSaw(syn(client, web, 80)),
  ],
  sabotage: withGiven({ app: bridge() }),
  needs: { 'ip-masq': true },
});
