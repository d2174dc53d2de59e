import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  none,
  refused,
  resolved,
  same,
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
    web: container({ on: 'app', serve: 80, publish: ['8080:80'], aliases: ['shop'], stopSignal: 'SIGKILL' }),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
    next: container({ on: 'app', started: false }),
    client: lanHost(),
  },
  when: async ({ app, web, db, next, client, host }) => {
    const addresses = [web.address, db.address].sort();
    const veths = [...(await web.veths()), ...(await db.veths())].map(({ outside }) => outside?.name);
    await host.killEngine();
    const killed = await client.get(host, 8080);
    const started = [await host.startEngine()];
    const left = (await host.links()).map(({ name }) => name).filter((name) => veths.includes(name));
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
    return { addresses, killed, left, ended, started, again, lookup, later, free };
  },
  expect: (_, { addresses, killed, left, ended, started, again, lookup, later, free }) => [
    ...[killed, ...again].map(answered), // the containers outlive it
    refused(ended),
    none('of the ended containers’ veths none is left', left),
    ...started.map(succeeded),
    same('the containers have the addresses', [...later].sort(), addresses),
    resolved(lookup, later[0] ?? ''),
    same('the next container has the removed one’s address,', free, later[0]),
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': true }) }),
  needs: { 'live-restore': false },
  notOnHost: 'it stops the engine',
});
