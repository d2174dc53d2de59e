import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  internalBridge,
  lanHost,
  responded,
  sentTo,
  succeeded,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/outside-names',
  title: 'a container has outside names resolved while it is on an IPv6-only network, unless that is internal',
  claim: documented(
    'dns-page',
    'Internal networks',
    'The embedded server forwards nothing from a container that is on internal networks alone, and else forwards.',
  ),
  given: {
    resolver: lanHost({ resolves: { '*': '198.51.100.77' } }),
    app: bridge({}, { ipv6: 'fd00:db8:51::/64', ipv4: false }),
    back: internalBridge({}, { ipv6: 'fd00:db8:52::/64', ipv4: false }),
    web: container({ on: 'app' }),
    db: container({ on: 'back' }),
  },
  when: async ({ app, web, db }) => {
    const outside = [await web.query('web.example')];
    const before = await db.query('before.example', { timeoutMs: 2000 });
    const actions = [await db.connect(app)];
    outside.push(await db.query('between.example'));
    actions.push(await db.disconnect(app));
    const after = await db.query('after.example', { timeoutMs: 2000 });
    actions.push(await web.restart());
    outside.push(await web.query('restarted.example'));
    return { outside, inside: [before, after], actions };
  },
  expect: ({ resolver, host }, { outside, inside, actions }) => [
    ...actions.map(succeeded),
    ...outside.map((answer) => responded(answer, 'NOERROR', '198.51.100.77')),
    ...outside.map(({ name }) => host.uplink.sawTimes(1, sentTo(resolver, dnsQuery(name)))),
    ...inside.map(({ answers, code }) => that('on the internal network nothing answers', answers.length === 0, code)),
    ...inside.map(({ name }) => host.uplink.neverSaw(dnsQuery(name))),
  ],
  appliesTo: { engines: '>=28.0.0', because: '--ipv4=false came with 28.0' },
  sabotage: withGiven({ app: internalBridge({}, { ipv6: 'fd00:db8:51::/64', ipv4: false }) }),
  needs: { dns: null },
});
