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
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/kept-apart',
  title: 'over IPv6 neither other networks nor neighbours that route there reach a port that is not published',
  claim: documented(
    'rn-27',
    '27.0',
    'By default ip6tables rules keep bridge networks apart over IPv6, and close ports that are not published.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    red: bridge({}, { ipv6: 'fd00:d0c:2::/64' }),
    web: container({ on: 'app', serve: 80, alsoServe: [81], publish: ['8080:80'] }),
    db: container({ on: 'app', serve: 81 }),
    redWeb: container({ on: 'red', serve: 81 }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ app, web, db, redWeb, client, host }) => {
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    const briefly = { timeoutMs: 1000 };
    const [ping, toWeb, toRed, fromLan, inside, published, ipv4] = await Promise.all([
      redWeb.ping(web.ipv6, briefly),
      redWeb.get(web.ipv6, 81, briefly),
      web.get(redWeb.ipv6, 81, briefly),
      client.get(web.ipv6, 81, briefly),
      db.get(web.ipv6, 81),
      client.get(host.ipv6, 8080),
      redWeb.get(web, 81, briefly),
    ]);
    return { ping, toWeb, toRed, fromLan, inside, published, ipv4 };
  },
  expect: ({ app, web, db, redWeb, host, client }, { ping, toWeb, toRed, fromLan, inside, published, ipv4 }) => [
    unanswered(ping),
    redWeb.eth0.saw(echoRequest(redWeb.ipv6, web.ipv6)), // from engine 28 it is dropped before it is on the bridge
    app.bridge.neverSaw(echoRequest(redWeb.ipv6, web.ipv6)),
    timedOut(toWeb),
    redWeb.eth0.saw(syn(redWeb.ipv6, web.ipv6, 81)),
    app.bridge.neverSaw(syn(redWeb.ipv6, web.ipv6, 81)),
    app.bridge.neverSaw(syn(app.ipv6.gateway, web.ipv6, 81)), // nor masqueraded
    timedOut(toRed),
    web.eth0.saw(syn(web.ipv6, redWeb.ipv6, 81)),
    redWeb.eth0.neverSaw(syn(web.ipv6, redWeb.ipv6, 81)),
    timedOut(fromLan),
    host.uplink.saw(syn(client.ipv6, web.ipv6, 81)),
    app.bridge.neverSaw(syn(client.ipv6, web.ipv6, 81)),
    clientSeenAs(inside, db.ipv6), // not masqueraded
    clientSeenAs(published, client.ipv6),
    journey([host.uplink, syn(client.ipv6, host.ipv6, 8080)], [app.bridge, syn(client.ipv6, web.ipv6, 80)]),
    timedOut(ipv4),
  ],
  known: [
    {
      engines: '<27.0.0',
      because: 'the setting ip6tables was experimental and off before engine 27',
      instead: ({ app, red, web, db, redWeb, host, client }, calls) => [
        answered(calls.ping),
        journey([red.bridge, echoRequest(redWeb.ipv6, web.ipv6)], [app.bridge, echoRequest(redWeb.ipv6, web.ipv6)]),
        clientSeenAs(calls.toWeb, redWeb.ipv6),
        journey([red.bridge, syn(redWeb.ipv6, web.ipv6, 81)], [app.bridge, syn(redWeb.ipv6, web.ipv6, 81)]),
        clientSeenAs(calls.toRed, web.ipv6),
        clientSeenAs(calls.fromLan, client.ipv6),
        journey([host.uplink, syn(client.ipv6, web.ipv6, 81)], [app.bridge, syn(client.ipv6, web.ipv6, 81)]),
        clientSeenAs(calls.inside, db.ipv6),
        clientSeenAs(calls.published, app.ipv6.gateway), // by docker-proxy
        timedOut(calls.ipv4),
      ],
    },
  ],
  sabotage: withGiven({ redWeb: container({ on: 'app', serve: 81 }) }),
});
