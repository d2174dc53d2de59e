import { answered, bridge, conformance, container, documented, fromPort, iptables, lanHost, syn } from 'docknet';

export default conformance({
  id: 'nat/port-translation',
  title: 'two containers with the same source port to one server leave with different ports',
  claim: documented(
    'tour',
    'Pinging past the host',
    'Beside addresses the host translates ports (PAT), so that flows that share its one address stay apart.',
  ),
  given: { app: bridge(), one: container({ on: 'app' }), two: container({ on: 'app' }), server: lanHost() },
  when: async ({ one, two, server }) => ({
    first: await one.get(server, 80, { sourcePort: 40000 }),
    second: await two.get(server, 80, { sourcePort: 40000 }), // the first flow is still in conntrack
  }),
  expect: ({ app, one, two, host, server }, { first, second }) => [
    answered(first),
    answered(second),
    app.bridge.saw(fromPort(40000, syn(one, server, 80))),
    app.bridge.saw(fromPort(40000, syn(two, server, 80))),
    host.uplink.sawDifferent('source port', syn(host, server, 80)),
  ],
  // Only one port left to translate to.
  sabotage: ({ app }) =>
    iptables(`-t nat -I POSTROUTING -s ${app.subnet} ! -o ${app.bridge.name} -p tcp -j MASQUERADE --to-ports 40000`),
});
