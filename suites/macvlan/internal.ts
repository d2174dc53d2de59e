import {
  answered,
  anyArp,
  anything,
  conformance,
  container,
  documented,
  echoRequest,
  lanHost,
  macvlan,
  same,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/internal',
  title: 'an --internal macvlan network has no parent: its containers reach each other and nothing else',
  claim: documented(
    'macvlan-page',
    'Introduction',
    'Without a parent, or with --internal, the network is cut off from the LAN; its parent is a dummy interface.',
  ),
  given: {
    lan: macvlan({ internal: true }),
    web: container({ on: 'lan' }),
    db: container({ on: 'lan' }),
    server: lanHost(),
  },
  when: async ({ web, db, server, host }) => ({
    inside: await web.ping(db),
    out: await web.ping(server, { timeoutMs: 1000 }),
    control: await host.ping(server),
    links: await host.links(),
  }),
  expect: ({ web, db, server, host }, { inside, out, control, links }) => [
    answered(inside),
    unanswered(out),
    answered(control),
    host.uplink.saw(echoRequest(host, server)),
    host.uplink.neverSaw(anyArp(web)),
    host.uplink.neverSaw(anything({ from: web })),
    same('dummy interfaces of the host', links.filter(({ type }) => type === 'dummy').length, 1),
    db.eth0.saw(echoRequest(web, db)),
  ],
  sabotage: withGiven({ lan: macvlan() }),
});
