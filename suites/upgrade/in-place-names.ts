import {
  answered,
  bridge,
  conformance,
  container,
  different,
  documented,
  echoReply,
  newerEngines,
  resolved,
  same,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'upgrade/in-place-names',
  title: 'after an engine upgrade names resolve to the same containers at their new addresses',
  claim: documented(
    'moby',
    'The upgrade in place (restart policies)',
    'A newer engine keeps the networks and containers that an older one created, and each name resolves on its ' +
      'network.',
  ),
  given: {
    newer: newerEngines(),
    app: bridge(),
    web: container({ on: 'app', restartAlways: true }),
    db: container({ on: 'app', restartAlways: true }),
  },
  when: async ({ newer, app, web, db, host }) => {
    const ids = [web.id, db.id];
    const steps = [];
    for (const version of newer.versions) {
      await host.upgradeEngine(version);
      await Promise.all([web.waitRestarted(), db.waitRestarted()]);
      const network = (await host.networks()).find(({ id }) => id === app.id);
      steps.push({
        version,
        ids: [web.id, db.id],
        network: network?.name,
        subnet: network?.subnet,
        web: { key: web.key, address: web.address },
        db: { key: db.key, address: db.address },
        lookups: [await web.lookup(db.name), await db.lookup(web.name)] as const,
        ping: await web.ping(db.name),
        toGateway: await web.ping(app.gateway),
      });
    }
    return { ids, steps };
  },
  expect: ({ app }, { ids, steps }) =>
    steps.flatMap(({ version, ids: now, network, subnet, web, db, lookups, ping, toGateway }) => [
      same(`with ${version} the containers with these names are`, now, ids),
      same(`with ${version} the network is`, { network, subnet }, { network: app.name, subnet: app.subnet }),
      different(`the containers’ addresses with ${version}`, web.address, db.address),
      resolved(lookups[0], db),
      resolved(lookups[1], web),
      answered(ping),
      answered(toGateway),
      app.bridge.saw(echoReply(app.gateway, web)),
    ]),
  sabotage: withGiven({ blue: bridge(), db: container({ on: 'blue', restartAlways: true }) }),
});
