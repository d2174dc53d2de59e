import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  responded,
  same,
  succeeded,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/shared-alias',
  title: 'an alias of three containers resolves to all three addresses, in changing order',
  claim: documented(
    'dns-page',
    'Names the embedded DNS server resolves itself',
    'If a name has several addresses, all are returned, in a random order on each query.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    app: bridge(),
    one: container({ on: 'app', aliases: ['pool'] }),
    two: container({ on: 'app', aliases: ['pool', 'single'] }),
    three: container({ on: 'app', aliases: ['pool'] }),
    web: container({ on: 'app' }),
  },
  when: async ({ web, three }) => {
    const pool = await web.queries(12, 'pool');
    const single = await web.query('single');
    const outside = await web.query('shop.example');
    const stopped = await three.stop();
    const fewer = await web.query('pool');
    const started = await three.start();
    return { pool, single, outside, actions: [stopped, started], fewer, again: await web.query('pool') };
  },
  expect: ({ one, two, three, host }, { pool, single, outside, actions, fewer, again }) => {
    const firsts = new Set(pool.map(({ answers }) => answers[0]?.data));
    return [
      same('the number of answers is', pool.length, 12),
      ...pool.map((answer) => responded(answer, 'NOERROR', one, two, three)),
      that('more than one address is in front', firsts.size > 1, [...firsts]),
      responded(single, 'NOERROR', two),
      ...actions.map(succeeded),
      responded(fewer, 'NOERROR', one, two), // without the stopped one
      responded(again, 'NOERROR', one, two, three),
      responded(outside, 'NOERROR', '198.51.100.77'),
      host.uplink.saw(dnsQuery('shop.example')), // control
      host.uplink.neverSaw(dnsQuery('pool')),
    ];
  },
  sabotage: withGiven({ blue: bridge(), three: container({ on: 'blue', aliases: ['pool'] }) }),
  needs: { dns: null },
});
