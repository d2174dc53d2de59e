import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  none,
  responded,
  reverseName,
  same,
  succeeded,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/live-ipv6',
  title: 'with live-restore an engine that is back knows the IPv6 addresses, names and gateways of its containers',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Containers go on while the engine is away, and the engine manages them again when it is back: their addresses ' +
      'of either family are taken, resolve, and are free when they end.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    app: bridge({}, { ipv6: 'fd00:db8:31::/64' }),
    blue: bridge({}, { ipv6: 'fd00:db8:32::/64' }),
    web: container({ on: 'app', alsoOn: ['blue'], ip6: 'fd00:db8:31::2', stopSignal: 'SIGKILL' }),
    db: container({ on: 'app', ip6: 'fd00:db8:31::3', stopSignal: 'SIGKILL' }),
    late: container({ on: 'app', started: false }),
    next: container({ on: 'app', ip6: 'fd00:db8:31::3', started: false }),
    server: lanHost({ ipv6: true }),
  },
  when: async ({ app, blue, web, db, late, next, server, host }) => {
    await server.routeTo(blue.ipv6.subnet, host.ipv6.address); // before engine 27 web is not masqueraded
    const [webAddress, dbAddress] = [web.ipv6.address, db.ipv6.address];
    const actions = [await host.killEngine(), await host.startEngine()];
    const names = [await web.query(db.name, { type: 'AAAA' }), await web.query(db.name)];
    const reverse = await web.query(reverseName(dbAddress), { type: 'PTR' });
    actions.push(await late.start());
    const pings = [await late.ping(web.ipv6), await late.ping(db.ipv6), await db.ping(late.ipv6)];
    const addresses = [webAddress, dbAddress, late.ipv6.address];
    const named = db.name;
    const held = { db: db.ipv6.address, db4: db.address, late: late.address, web: web.address };
    actions.push(await db.stop(), await web.disconnect(app));
    pings.push(await web.ping(server.ipv6));
    const gateways = (await web.routes({ family: 6 })).filter(({ to }) => to === 'default').map(({ via }) => via);
    const lines = (await web.hostsFile()).map(({ address }) => address);
    actions.push(await next.start());
    pings.push(await next.ping(late.ipv6));
    return {
      actions,
      names,
      reverse,
      pings,
      gateways,
      lines,
      addresses,
      named,
      held,
      gone: await late.query(named, { type: 'AAAA' }),
    };
  },
  expect: ({ app, blue }, { actions, names, reverse, pings, gateways, lines, addresses, named, held, gone }) => [
    ...actions.map(succeeded),
    ...names.map((answer, n) => responded(answer, 'NOERROR', n === 0 ? held.db : held.db4)),
    responded(reverse, 'NOERROR', `${named}.${app.name}`),
    same(
      'web, db and the new container have',
      addresses,
      ['2', '3', '4'].map((n) => `fd00:db8:31::${n}`),
    ),
    ...pings.map(answered),
    none(
      'web’s hosts file has no line for app',
      lines.filter((address) => [held.web, 'fd00:db8:31::2'].includes(address)),
    ),
    same('having left app, web’s IPv6 gateway is', gateways, [blue.ipv6.gateway]),
    that('db’s name has no address once it ended', gone.answers.length === 0, gone.answers),
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': false }) }),
  needs: { dns: null },
});
