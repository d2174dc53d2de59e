import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  internalBridge,
  lanHost,
  resolved,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'upgrade/internal-dns',
  title: 'the resolver of an internal network answers its containers’ names and forwards nothing',
  claim: documented(
    'moby',
    'Internal networks (#47822, CVE-2024-29018)',
    'DNS queries from a container on an internal network do not leave the host.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77', 'other.example': '198.51.100.78' } }),
    app: internalBridge(),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
    red: bridge(),
    redWeb: container({ on: 'red' }),
  },
  when: async ({ web, db, redWeb }) => {
    const [inside, outside, control] = await Promise.all([
      web.lookup(db.name),
      web.lookup('shop.example', { timeoutMs: 1000 }),
      redWeb.lookup('other.example'),
    ]);
    return { inside, outside, control };
  },
  expect: ({ db, host }, { inside, outside, control }) => [
    resolved(inside, db),
    unresolved(outside),
    resolved(control, '198.51.100.78'), // on an ordinary network the query goes out
    host.uplink.saw(dnsQuery('other.example')),
    host.uplink.neverSaw(dnsQuery('shop.example')),
  ],
  sabotage: withGiven({ app: bridge() }),
  needs: { dns: null },
});
