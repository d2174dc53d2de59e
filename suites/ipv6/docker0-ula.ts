import {
  answered,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  engine,
  isUniqueLocal,
  neighbourSolicitation,
  same,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/docker0-ula',
  title: 'with "ipv6": true alone docker0 gets a /64 of unique local addresses, and keeps it when the engine restarts',
  claim: documented(
    'rn-28',
    '28.0',
    'With ipv6 and without fixed-cidr-v6 the engine gives docker0 a subnet of unique local addresses.',
  ),
  given: {
    daemon: engine({ ipv6: true }),
    web: container({ restartAlways: true }),
    db: container({ restartAlways: true }),
  },
  when: async ({ web, db, host }) => {
    const pings = [await web.ping(db.ipv6), await host.ping(db.ipv6)];
    const [before, addresses] = [await host.network('bridge'), [web.ipv6.address, db.ipv6.address]];
    await host.restartEngine();
    await web.waitRestarted();
    await db.waitRestarted();
    pings.push(await web.ping(db.ipv6));
    const after = await host.network('bridge');
    return { pings, subnets: [before, after].map((network) => network?.ipv6?.subnet ?? ''), addresses };
  },
  expect: ({ host }, { pings, subnets: [before = '', after], addresses: [web = '', db = ''] }) => [
    ...pings.map(answered),
    host.docker0.bridge.saw(neighbourSolicitation(db, { from: web })),
    host.docker0.bridge.saw(echoRequest(host.docker0.ipv6.gateway, db)),
    host.docker0.bridge.saw(echoReply(db, host.docker0.ipv6.gateway)),
    that('the subnet is a /64 of unique local addresses', isUniqueLocal(before) && before.endsWith('/64'), before),
    same('after a restart the subnet is', after, before),
  ],
  appliesTo: { engines: '>=28.0.0', because: 'engines before 28 do not start so (ipv6/docker0-needs-prefix)' },
  sabotage: withGiven({ daemon: engine({ ipv6: true, 'fixed-cidr-v6': '2001:db8:0:2::/64' }) }),
});
