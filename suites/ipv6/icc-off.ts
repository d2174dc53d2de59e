import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  engine,
  lanHost,
  syn,
  timedOut,
  unanswered,
  withGiven,
} from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  // The host forwards before the engine starts, so no policy DROP hides a missing rule. It does not filter bridges.
  daemon: engine(
    {},
    { 'net.ipv4.ip_forward': 1, 'net.ipv6.conf.all.forwarding': 1, 'net.bridge.bridge-nf-call-ip6tables': 0 },
  ),
  app: bridge(options, { ipv6: 'fd00:d0c:1::/64' }),
  web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
  db: container({ on: 'app' }),
  client: lanHost({ ipv6: true }),
});

export default conformance({
  id: 'ipv6/icc-off',
  title: 'with enable_icc=false neighbours do not reach each other over IPv6 either; a published port stays open',
  claim: documented(
    'bridge-page',
    'Options',
    'com.docker.network.bridge.enable_icc enables or disables connectivity between the containers of the network.',
  ),
  given: given({ 'com.docker.network.bridge.enable_icc': 'false' }),
  when: async ({ app, web, db, host, client }) => {
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    const briefly = { timeoutMs: 1000 };
    const [ping, call, back, ipv4, published, egress] = await Promise.all([
      db.ping(web.ipv6, briefly),
      db.get(web.ipv6, 80, briefly),
      web.ping(db.ipv6, briefly),
      db.ping(web, briefly),
      client.get(host.ipv6, 8080),
      db.ping(client.ipv6),
    ]);
    return { ping, call, back, ipv4, published, egress };
  },
  expect: ({ web, db }, { ping, call, back, ipv4, published, egress }) => [
    unanswered(ping),
    db.eth0.saw(anything({ from: db.ipv6 })),
    web.eth0.neverSaw(anything({ from: db.ipv6 })), // no neighbour solicitation either
    timedOut(call),
    unanswered(back),
    web.eth0.saw(anything({ from: web.ipv6 })),
    db.eth0.neverSaw(anything({ from: web.ipv6 })),
    unanswered(ipv4),
    answered(published),
    answered(egress),
  ],
  known: [
    {
      engines: '<27.0.0',
      because: 'the setting ip6tables was experimental and off before engine 27',
      instead: ({ web, db }, { ping, call, back, ipv4, published, egress }) => [
        answered(ping),
        web.eth0.saw(echoRequest(db.ipv6, web.ipv6)),
        answered(call),
        web.eth0.saw(syn(db.ipv6, web.ipv6, 80)),
        answered(back),
        unanswered(ipv4),
        answered(published),
        answered(egress),
      ],
    },
  ],
  sabotage: withGiven(given({})),
});
