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
    red: bridge(), // the internal ones are two of four
    blue: internalBridge(),
    app: internalBridge(),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
    redWeb: container(),
    blueWeb: container({ on: 'blue' }),
    server: lanHost(),
  },
  when: async ({ app, blue, web, db, redWeb, blueWeb, host, server }) => {
    await server.routeTo(app.subnet, host.address);
    await host.script('iptables -P FORWARD ACCEPT');
    const inside = host.namespaces.enter(web.pid);
    await inside.sh(`ip route add default via ${app.gateway}`);
    await host.namespaces.enter(blueWeb.pid).sh(`ip route add default via ${blue.gateway}`);
    const [control, own, near, outward, published, across, other] = await Promise.all([
      redWeb.ping(server),
      web.ping(host.address),
      web.ping(db),
      web.ping(server, { timeoutMs: 1000 }),
      web.get(server, 80, { timeoutMs: 1000 }),
      web.ping(redWeb, { timeoutMs: 1000 }),
      blueWeb.ping(server, { timeoutMs: 1000 }),
    ]);
    return { control, own, near, outward, published, across, other };
  },
  expect: ({ app, web, host, server, redWeb }, { control, own, near, outward, published, across, other }) => [
    answered(control),
    host.uplink.saw(echoRequest(host, server)),
    answered(near),
    answered(own), // by the route: the host’s uplink address
    app.bridge.saw(echoReply(host.address, web)),
    ...[outward, published, across, other].map(unanswered),
    app.bridge.saw(echoRequest(web, server)),
    web.eth0.saw(echoRequest(web, redWeb)),
    host.uplink.neverSaw(echoRequest(web, server)),
  ],
  sabotage: withGiven({ app: bridge() }),
});
