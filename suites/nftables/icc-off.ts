import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  nftables,
  nftablesEngine,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'nftables/icc-off',
  title: 'containers on a bridge with icc off do not reach each other',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Docker’s rules depend on the configuration of the network: with icc off they drop what stays on its bridge.',
  ),
  given: {
    daemon: nftablesEngine(),
    app: bridge({ 'com.docker.network.bridge.enable_icc': 'false' }),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
  },
  when: async ({ app, web, db }) => {
    const [across, own] = await Promise.all([web.ping(db, { timeoutMs: 1000 }), db.ping(app.gateway)]);
    return { across, own };
  },
  expect: ({ app, web, db, host }, { across, own }) => [
    answered(own), // control: the bridge carries frames
    db.eth0.saw(echoReply(app.gateway, db)),
    unanswered(across),
    web.eth0.saw(echoRequest(web, db)),
    db.eth0.neverSaw(echoRequest(web, db)),
    host
      .rule({ nftables: `docker-bridges filter-forward-in__${app.bridge.name} iifname ${app.bridge.name} drop` })
      .countedPackets(1),
  ],
  sabotage: ({ app }) => nftables(`insert rule ip docker-bridges filter-forward-in__${app.bridge.name} accept`),
});
