import {
  answered,
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  internalBridge,
  lanHost,
  none,
  syn,
  timedOut,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/internal',
  title:
    'an internal network is shut over IPv6: nothing leaves it, and a neighbour that routes there gets no packet in',
  claim: documented(
    'net-create',
    '--internal',
    'Containers of an internal network have no way out, and nobody a way in.',
  ),
  given: {
    app: internalBridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    red: bridge({}, { ipv6: 'fd00:d0c:2::/64' }),
    web: container({ on: 'app', serve: 80 }),
    db: container({ on: 'app' }),
    redWeb: container({ on: 'red' }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ app, red, web, db, redWeb, host, client }) => {
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    await client.routeTo(red.ipv6.subnet, host.ipv6.address); // before engine 27 redWeb is not masqueraded
    const briefly = { timeoutMs: 1000 };
    const [inside, out, fromLan, pingFromLan, across, control] = await Promise.all([
      db.get(web.ipv6, 80),
      web.ping(client.ipv6, briefly),
      client.get(web.ipv6, 80, briefly),
      client.ping(web.ipv6, briefly),
      redWeb.ping(web.ipv6, briefly),
      redWeb.ping(client.ipv6),
    ]);
    const routes = (await web.routes({ family: 6 })).filter(({ to }) => to === 'default');
    return { inside, out, fromLan, pingFromLan, across, control, routes };
  },
  expect: ({ app, web, db, redWeb, host, client }, { inside, out, fromLan, pingFromLan, across, control, routes }) => [
    clientSeenAs(inside, db.ipv6),
    none('web has no default route', routes),
    app.bridge.saw(anything({ from: db.ipv6 })), // neighbour discovery
    unanswered(out),
    host.uplink.neverSaw(anything({ from: web.ipv6 })),
    timedOut(fromLan),
    host.uplink.saw(syn(client.ipv6, web.ipv6, 80)),
    app.bridge.neverSaw(syn(client.ipv6, web.ipv6, 80)),
    unanswered(pingFromLan),
    host.uplink.saw(echoRequest(client.ipv6, web.ipv6)),
    app.bridge.neverSaw(echoRequest(client.ipv6, web.ipv6)),
    unanswered(across),
    redWeb.eth0.saw(echoRequest(redWeb.ipv6, web.ipv6)),
    app.bridge.neverSaw(echoRequest(redWeb.ipv6, web.ipv6)),
    answered(control),
  ],
  known: [
    {
      engines: '<26.0.0',
      because: 'ip6tables is off before engine 27, and an internal network has a default route over IPv6',
      instead: ({ app, web, db, redWeb, host, client }, { inside, out, fromLan, pingFromLan, across, control }) => [
        clientSeenAs(inside, db.ipv6),
        answered(out),
        host.uplink.saw(echoRequest(web.ipv6, client.ipv6)),
        clientSeenAs(fromLan, client.ipv6),
        app.bridge.saw(syn(client.ipv6, web.ipv6, 80)),
        answered(pingFromLan),
        app.bridge.saw(echoRequest(client.ipv6, web.ipv6)),
        answered(across),
        app.bridge.saw(echoRequest(redWeb.ipv6, web.ipv6)),
        answered(control),
      ],
    },
    {
      engines: '>=26.0.0 <27.0.0',
      because: 'ip6tables is off before engine 27: only the way back is missing',
      instead: ({ app, web, db, redWeb, host, client }, { inside, out, fromLan, pingFromLan, across, control }) => [
        clientSeenAs(inside, db.ipv6),
        unanswered(out),
        host.uplink.neverSaw(anything({ from: web.ipv6 })),
        timedOut(fromLan),
        host.uplink.saw(syn(client.ipv6, web.ipv6, 80)),
        app.bridge.saw(syn(client.ipv6, web.ipv6, 80)),
        unanswered(pingFromLan),
        app.bridge.saw(echoRequest(client.ipv6, web.ipv6)),
        unanswered(across),
        app.bridge.saw(echoRequest(redWeb.ipv6, web.ipv6)),
        answered(control),
      ],
    },
  ],
  // Opens the network, and serves nothing, which also changes what older engines do.
  sabotage: withGiven({ app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }), web: container({ on: 'app' }) }),
});
