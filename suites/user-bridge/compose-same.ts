import {
  answered,
  bridge,
  compose,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  journey,
  lanHost,
  resolved,
  same,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'user-bridge/compose-same',
  title: 'a network created by Compose behaves like a user-defined bridge',
  claim: documented(
    'notes',
    '3.3. Composed-defined bridge network',
    'It is the same as a user-defined bridge, created by Compose.',
  ),
  given: {
    app: compose(),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
    server: lanHost({ resolves: { 'other.example': '198.51.100.77' } }),
  },
  when: async ({ web, db, host, server }) => {
    const [byService, byName, ping, fromHost, out, conf, networks, links] = await Promise.all([
      web.lookup('db'),
      web.lookup(db.name),
      web.ping('db'),
      host.ping(db),
      web.ping(server),
      web.resolvConf(),
      host.networks(),
      host.links(),
    ]);
    return { byService, byName, ping, fromHost, out, conf, networks, links };
  },
  expect: ({ app, web, db, host, server }, { byService, byName, ping, fromHost, out, conf, networks, links }) => {
    const { driver, labels } = networks.find((network) => network.id === app.id) ?? {};
    return [
      that(
        `the network was created by ${app.madeBy}`,
        labels?.['com.docker.compose.network'] === 'default' && app.name.endsWith('_default'),
        { name: app.name, labels },
      ),
      same('its driver is', driver, 'bridge'),
      same(
        `br-${app.id.slice(0, 12)} on the host is a`,
        links.find((link) => link.name === `br-${app.id.slice(0, 12)}`)?.type,
        'bridge',
      ),
      same('web’s name servers are', conf.nameServers, ['127.0.0.11']),
      resolved(byService, db),
      resolved(byName, db),
      answered(ping),
      journey([web.eth0, echoRequest(web, db)], [db.eth0, echoRequest(web, db)]),
      answered(fromHost),
      app.bridge.saw(echoReply(db, app.gateway)),
      answered(out),
      journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
    ];
  },
  sabotage: withGiven({ blue: bridge(), db: container({ on: 'blue' }) }),
});
