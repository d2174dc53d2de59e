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
  id: 'dns/internal-gains-way-out',
  title: 'a container on an internal network has outside names resolved while it is on a bridge, too',
  claim: documented(
    'dns-page',
    'Internal networks',
    'The embedded server forwards nothing from a container that is on internal networks alone.',
  ),
  given: {
    resolver: lanHost({ resolves: { '*': '198.51.100.77' } }),
    back: internalBridge(),
    front: bridge(),
    web: container({ on: 'back' }),
    db: container({ on: 'back', aliases: ['db'] }),
  },
  when: async ({ front, web }) => {
    const before = await web.query('before.example', { timeoutMs: 2000 });
    const connected = await web.connect(front);
    const between = [await web.query('between.example'), await web.query('db')];
    const disconnected = await web.disconnect(front);
    const after = await web.query('after.example', { timeoutMs: 2000 });
    return { before, connected, between, disconnected, after, own: await web.query('db') };
  },
  expect: ({ db, resolver, host }, { before, connected, between, disconnected, after, own }) => [
    succeeded(connected),
    succeeded(disconnected),
    that('before, nothing answers', before.answers.length === 0, before.code),
    ...between.map((answer, n) => responded(answer, 'NOERROR', n === 0 ? '198.51.100.77' : db)),
    that('nor after', after.answers.length === 0, after.code),
    responded(own, 'NOERROR', db),
    host.uplink.saw(sentTo(resolver, dnsQuery('between.example'))),
    host.uplink.neverSaw(dnsQuery('before.example')),
    host.uplink.neverSaw(dnsQuery('after.example')),
  ],
  sabotage: withGiven({ back: bridge() }),
  needs: { dns: null },
});
