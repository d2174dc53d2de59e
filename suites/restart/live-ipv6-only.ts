import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  engine,
  failed,
  same,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/live-ipv6-only',
  title: 'with live-restore a container on an IPv6-only network can be connected to another, and leave its own',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Containers keep running while the engine is unavailable, and the engine manages them again when it is back.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    app: bridge({}, { ipv6: 'fd00:db8:44::/64', ipv4: false }),
    blue: bridge({}, { ipv6: 'fd00:db8:45::/64' }),
    web: container({ on: 'app', stopSignal: 'SIGKILL' }),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
    blueDb: container({ on: 'blue', stopSignal: 'SIGKILL' }),
  },
  when: async ({ app, blue, web, db, blueDb, host }) => {
    const names = async () => (await web.links()).flatMap(({ name }) => (name === 'lo' ? [] : [name]));
    const restarted = await host.restartEngine();
    const pings = [await web.ping(db.ipv6)];
    const connected = await web.connect(blue);
    const both = await names();
    pings.push(await web.ping(blueDb), await web.ping(blueDb.ipv6), await web.ping(db.ipv6));
    const left = await web.disconnect(app);
    pings.push(await web.ping(blueDb.ipv6));
    return { actions: [restarted, connected, left] as const, pings, both, after: await names() };
  },
  expect: (_, { actions, pings, both, after }) => [
    ...actions.map(succeeded),
    ...pings.map(answered),
    same('on both networks web has the interfaces', both, ['eth0', 'eth1']),
    same('having left its own, it has', after, ['eth1']),
  ],
  known: [
    {
      engines: '>=28.0.0',
      because:
        'the engine looks for a restored interface by its IPv4 address, so it does not know this one’s name and ' +
        'gives it to the next',
      instead: (_, { actions: [restarted, connected, left], pings, both, after }) => [
        ...[restarted, left].map(succeeded),
        failed(connected, 'file exists'),
        // db answers, blueDb does not.
        ...pings.map((ping, n) => (n === 0 || n === 3 ? answered(ping) : unanswered(ping))),
        ...[both, after].map((names) => same('it still has eth0:', names.includes('eth0'), true)),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': false }) }),
  appliesTo: { engines: '>=28.0.0', because: 'networks without IPv4 came with engine 28' },
});
