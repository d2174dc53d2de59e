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
  title: 'a network made by Compose behaves as a user-defined bridge does',
  claim: documented(
    'notes',
    '3.3. Composed-defined bridge network',
    'It is exactly the same as a user-defined bridge, only that Compose makes it.',
  ),
  given: {
    shop: compose(),
    web: container({ on: 'shop' }),
    db: container({ on: 'shop' }),
    server: lanHost({ resolves: { 'other.example': '198.51.100.77' } }),
  },
  when: async ({ web, db, host, server }) => {
    const [byService, byName, ping, fromHost, out, file, networks, links] = await Promise.all([
      web.lookup('db'),
      web.lookup(db.name),
      web.ping('db'),
      host.ping(db),
      web.ping(server),
      web.read('/etc/resolv.conf'),
      host.networks(),
      host.links(),
    ]);
    return { byService, byName, ping, fromHost, out, file, networks, links };
  },
  expect: ({ shop, web, db, host, server }, { byService, byName, ping, fromHost, out, file, networks, links }) => {
    const { driver, labels } = networks.find((network) => network.id === shop.id) ?? {};
    return [
      that(
        `the network was made by ${shop.madeBy}`,
        labels?.['com.docker.compose.network'] === 'default' && shop.name.endsWith('_default'),
        { name: shop.name, labels },
      ),
      same('its driver is', driver, 'bridge'),
      same(
        `br-${shop.id.slice(0, 12)} on the host is a`,
        links.find((link) => link.name === `br-${shop.id.slice(0, 12)}`)?.type,
        'bridge',
      ),
      same('the name server of web is', /^nameserver (.*)$/m.exec(file)?.[1], '127.0.0.11'),
      resolved(byService, db),
      resolved(byName, db),
      answered(ping),
      journey([web.eth0, echoRequest(web, db)], [db.eth0, echoRequest(web, db)]),
      answered(fromHost),
      shop.bridge.saw(echoReply(db, shop.gateway)),
      answered(out),
      journey([shop.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
    ];
  },
  sabotage: withGiven({ other: bridge(), db: container({ on: 'other' }) }),
});
