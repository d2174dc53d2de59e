import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  refused,
  resolved,
  same,
  sameLinks,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/after-kill',
  title: 'containers of a killed engine start again, and their network can be removed',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Without live-restore an engine ends the containers that it finds running when it starts.',
  ),
  given: {
    app: bridge({}, { subnet: '10.30.2.0/24' }),
    web: container({
      on: 'app',
      started: false,
      serve: 80,
      publish: ['8080:80'],
      aliases: ['shop'],
      stopSignal: 'SIGKILL',
    }),
    db: container({ on: 'app', started: false, stopSignal: 'SIGKILL' }),
    next: container({ on: 'app', started: false }),
    client: lanHost(),
  },
  when: async ({ app, web, db, next, client, host }) => {
    const before = await host.links();
    const started = [await web.start(), await db.start()];
    const addresses = [web.address, db.address];
    await host.killEngine();
    const killed = await client.get(host, 8080);
    started.push(await host.startEngine());
    const left = await host.waitLinks(before);
    const ended = await client.get(host, 8080);
    started.push(await web.start(), await db.start());
    const again = [await client.get(host, 8080), await db.get('shop', 80)];
    const lookup = await db.lookup('shop');
    const later = [web.address, db.address];
    await web.remove();
    await next.start();
    const free = next.address;
    await next.remove();
    await db.remove();
    started.push(await host.removeNetwork(app));
    return { before, addresses, killed, left, ended, started, again, lookup, later, free };
  },
  expect: (_, { before, addresses, killed, left, ended, started, again, lookup, later, free }) => [
    ...[killed, ...again].map(answered), // the containers outlive it
    refused(ended),
    sameLinks('of the ended containers’ interfaces none is left', before, left),
    ...started.map(succeeded),
    same('the containers have the addresses', later, addresses),
    resolved(lookup, later[0] ?? ''),
    same('the next container has the removed one’s address,', free, later[0]),
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': true }) }),
  needs: { 'live-restore': false },
  notOnHost: 'it stops the engine',
});
