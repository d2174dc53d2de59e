import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  internalBridge,
  lanHost,
  syn,
  that,
  timedOut,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'upgrade/internal-host-access',
  title:
    'the host and the containers of an internal network reach each other; nobody else reaches them, and they reach nobody',
  claim: documented(
    'moby',
    'Internal networks (#47329, #46603)',
    'An internal network has no default route and no way in or out, but for the docker host itself at its bridge.',
  ),
  given: { app: internalBridge(), web: container({ on: 'app', serve: 80 }), shop: container(), peer: lanHost() },
  when: async ({ app, web, shop, host, peer }) => {
    await peer.routeTo(app.subnet, host.address);
    const [fromHost, toHost, outward, across, inward, control, routes] = await Promise.all([
      host.ping(web),
      web.ping(app.gateway),
      web.ping(peer, { timeoutMs: 1000 }),
      shop.ping(web, { timeoutMs: 1000 }),
      peer.get(web, 80, { timeoutMs: 1000 }),
      peer.ping(host),
      web.sh('ip route'),
    ]);
    return { fromHost, toHost, outward, across, inward, control, routes };
  },
  expect: ({ app, web, shop, host, peer }, { fromHost, toHost, outward, across, inward, control, routes }) => [
    answered(fromHost),
    app.bridge.saw(echoReply(web, app.gateway)),
    answered(toHost),
    app.bridge.saw(echoReply(app.gateway, web)),
    that('web has no default route', !routes.includes('default'), routes),
    unanswered(outward),
    answered(control),
    host.uplink.saw(echoRequest(peer, host)),
    host.uplink.neverSaw(anything({ protocol: 'icmp', to: peer, from: web })),
    host.uplink.neverSaw(echoRequest(host, peer)),
    unanswered(across),
    shop.eth0.saw(echoRequest(shop, web)),
    app.bridge.neverSaw(echoRequest(shop, web)),
    timedOut(inward),
    host.uplink.saw(syn(peer, web, 80)),
    app.bridge.neverSaw(syn(peer, web, 80)),
  ],
  known: [
    {
      engines: '<25.0.0',
      because:
        'these engines give a container on an internal network a default route all the same (moby #46603); what it sends there is dropped on the host',
      instead: ({ app, web, shop, host, peer }, { fromHost, toHost, outward, across, inward, routes }) => [
        answered(fromHost),
        answered(toHost),
        that('web has a default route by the bridge', routes.includes(`default via ${app.gateway}`), routes),
        unanswered(outward),
        app.bridge.saw(echoRequest(web, peer)), // so it does come as far as the host
        host.uplink.saw(echoRequest(peer, host)),
        host.uplink.neverSaw(echoRequest(web, peer)),
        host.uplink.neverSaw(echoRequest(host, peer)),
        unanswered(across),
        app.bridge.neverSaw(echoRequest(shop, web)),
        timedOut(inward),
        app.bridge.neverSaw(syn(peer, web, 80)),
      ],
    },
  ],
  sabotage: withGiven({ app: bridge() }),
});
