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
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'gateway/internal-own-route',
  title:
    'a container on an internal network that adds a default route gets no further than the host, whatever the policy',
  claim: documented('net-create', '--internal', 'An internal network has no way to other networks or to the outside.'),
  given: {
    app: internalBridge(),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
    redWeb: container(),
    server: lanHost(),
  },
  when: async ({ app, web, db, redWeb, host, server }) => {
    await server.routeTo(app.subnet, host.address);
    await host.script('iptables -P FORWARD ACCEPT');
    const inside = host.namespaces.enter(web.pid);
    await inside.sh(`ip route add default via ${app.gateway}`);
    const [control, own, near, outward, published, across] = await Promise.all([
      redWeb.ping(server),
      web.ping(host.address),
      web.ping(db),
      web.ping(server, { timeoutMs: 1000 }),
      web.get(server, 80, { timeoutMs: 1000 }),
      web.ping(redWeb, { timeoutMs: 1000 }),
    ]);
    return { control, own, near, outward, published, across };
  },
  expect: ({ app, web, host, server, redWeb }, { control, own, near, outward, published, across }) => [
    answered(control),
    host.uplink.saw(echoRequest(host, server)),
    answered(near),
    answered(own), // by the route: the host’s uplink address
    app.bridge.saw(echoReply(host.address, web)),
    ...[outward, published, across].map(unanswered),
    app.bridge.saw(echoRequest(web, server)),
    web.eth0.saw(echoRequest(web, redWeb)),
    host.uplink.neverSaw(echoRequest(web, server)),
  ],
  sabotage: withGiven({ app: bridge() }),
});
