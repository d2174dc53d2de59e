import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  responded,
  succeeded,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/name-leaves',
  title: 'a name is gone as soon as its container is disconnected or stopped, and nothing is cached',
  claim: documented(
    'dns-page',
    'Names the embedded DNS server resolves itself',
    'The server caches nothing: every query is answered from the networks’ present state, or forwarded.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    app: bridge(),
    db: container({ on: 'app', aliases: ['left'] }),
    cache: container({ on: 'app', aliases: ['stopped'] }),
    control: container({ on: 'app', aliases: ['stays'] }),
    web: container({ on: 'app' }),
  },
  when: async ({ app, web, db, cache }) => {
    const before = [await web.query('left'), await web.query('stopped')] as const;
    const [left, stopped] = [await db.disconnect(app), await cache.stop()];
    const after = [await web.query('left'), await web.query(db.name), await web.query('stopped')] as const;
    const control = await web.query('stays');
    const started = await cache.start();
    return {
      before,
      actions: [left, stopped, started],
      after,
      control,
      back: await web.query('stopped'),
      outside: await web.queries(2, 'shop.example'),
    };
  },
  expect: ({ cache, control, host }, { before, actions, after, control: stays, back, outside }) => [
    ...actions.map(succeeded),
    ...before.map((answer) => that(`${answer.name} resolved before`, answer.answers.length === 1, answer.answers)),
    ...after.map((answer) => responded(answer, 'NXDOMAIN')),
    ...after.map(({ name }) => host.uplink.saw(dnsQuery(name))), // the outside is asked for them now
    responded(stays, 'NOERROR', control),
    host.uplink.neverSaw(dnsQuery('stays')),
    responded(back, 'NOERROR', cache),
    ...outside.map((answer) => responded(answer, 'NOERROR', '198.51.100.77')),
    host.uplink.sawTimes(2, dnsQuery('shop.example')),
  ],
  // another container bears the names
  sabotage: withGiven({ control: container({ on: 'app', aliases: ['left', 'stopped', 'stays'] }) }),
  needs: { dns: null },
});
