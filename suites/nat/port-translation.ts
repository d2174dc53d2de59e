import { answered, bridge, conformance, container, documented, fromPort, iptables, lanHost, syn } from 'docknet';

export default conformance({
  id: 'nat/port-translation',
  title: 'two containers that use the same source port leave the uplink with different ports',
  claim: documented(
    'tour',
    'Pinging past the host',
    'The host translates ports too (PAT), to keep flows apart that share its address.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }), db: container({ on: 'app' }), server: lanHost() },
  when: async ({ web, db, server }) => ({
    first: await web.get(server, 80, { sourcePort: 40000 }),
    second: await db.get(server, 80, { sourcePort: 40000 }), // conntrack still has the first flow
  }),
  expect: ({ app, web, db, host, server }, { first, second }) => [
    answered(first),
    answered(second),
    app.bridge.saw(fromPort(40000, syn(web, server, 80))),
    app.bridge.saw(fromPort(40000, syn(db, server, 80))),
    host.uplink.sawDifferent('source port', syn(host, server, 80)),
  ],
  // Leaves one port to translate to.
  sabotage: ({ app }) =>
    iptables(`-t nat -I POSTROUTING -s ${app.subnet} ! -o ${app.bridge.name} -p tcp -j MASQUERADE --to-ports 40000`),
});
