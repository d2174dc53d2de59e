import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  journey,
  lanHost,
  localhost,
  refused,
  responded,
  succeeded,
  syn,
  withGiven,
} from 'docknet';

const given = (stopSignal?: 'SIGKILL') => ({
  app: bridge(),
  // Their first process ignores SIGTERM: the engine ends it after the grace period of 10 s.
  web: container({ on: 'app', serve: 80, publish: ['8080:80'], ...(stopSignal === undefined ? {} : { stopSignal }) }),
  db: container({ on: 'app' }),
  client: lanHost(),
});

export default conformance({
  id: 'restart/serves-until-end',
  title: 'a container that was sent its stop signal is reached at its port and by its name until it has ended',
  claim: documented(
    'api',
    'PublishAllPorts',
    'A container’s ports are released when it stops: not before, while it handles the signal to stop.',
  ),
  given: given(),
  when: async ({ web, db, host, client }) => {
    const { address } = web;
    const open = await client.openConnection(host, 8080, { sourcePort: 40000 });
    const first = await open.exchange();
    const meanwhile = async () => ({
      ping: await db.ping(web, { count: 30 }), // 3 s
      exchange: await open.exchange(),
      page: await client.get(host, 8080, { sourcePort: 40001 }),
      local: await host.get(localhost, 8080),
      name: await db.query(web.name),
    });
    const [stopped, during] = await Promise.all([host.stopEngine(), meanwhile()]);
    await open.close();
    const after = await client.get(host, 8080, { sourcePort: 40002 });
    const started = [await host.startEngine(), await web.start(), await db.start()];
    return { address, opened: open.opened, first, actions: [stopped, ...started], during, after };
  },
  expect: ({ app, host, client }, { address, opened, first, actions, during, after }) => [
    ...[opened, first].map(answered),
    ...actions.map(succeeded),
    ...[during.ping, during.exchange, during.local].map(answered),
    clientSeenAs(during.page, client),
    journey(
      [host.uplink, fromPort(40001, syn(client, host, 8080))],
      [app.bridge, fromPort(40001, syn(client, address, 80))],
    ),
    responded(during.name, 'NOERROR', address),
    refused(after),
  ],
  sabotage: withGiven(given('SIGKILL')),
  needs: { 'live-restore': false, 'userland-proxy': true },
  notOnHost: 'it stops the engine',
});
