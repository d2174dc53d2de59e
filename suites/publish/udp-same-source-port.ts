import { anything, bridge, clientSeenAs, conformance, container, documented, fromPort, lanHost, shell } from 'docknet';

const udp = 'udp';

export default conformance({
  id: 'publish/udp-same-source-port',
  title: 'docker-proxy keeps apart the UDP flows of clients that send from the same port',
  claim: documented(
    'ports',
    'Publishing ports',
    'The userland proxy passes what arrives at a published port to the container, and the answers to their client.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app', serveUdp: 5000, publish: ['4000:5000/udp'] }),
    db: container({ on: 'app' }),
    mail: container({ on: 'app' }),
    client: lanHost({ ipv6: true }),
    control: lanHost({ ipv6: true }),
  },
  when: async ({ app, db, mail, host, client, control }) => {
    const near = [db, mail, db].map((from) => () => from.udpEcho(app.gateway, 4000, { sourcePort: 40000 }));
    const far = [client, control, client].map((from) => () => from.udpEcho(host.ipv6, 4000, { sourcePort: 40000 }));
    const calls = [];
    for (const call of [...near, ...far]) calls.push(await call());
    return calls;
  },
  expect: ({ app, web, db, mail, host, client, control }, calls) => [
    ...calls.map((call) => clientSeenAs(call, app.gateway)),
    ...[db, mail].map((to, n) =>
      app.bridge.sawTimes(2 - n, fromPort(4000, anything({ protocol: udp, from: app.gateway, to, port: 40000 }))),
    ),
    ...[client, control].map((to, n) =>
      host.uplink.sawTimes(
        2 - n,
        fromPort(4000, anything({ protocol: udp, from: host.ipv6, to: to.ipv6, port: 40000 })),
      ),
    ),
    app.bridge.sawTimes(6, anything({ protocol: udp, from: app.gateway, to: web, port: 5000 })),
  ],
  sabotage: () => shell('kill -9 $(ss -Hlnup sport = 4000 | grep -o "pid=[0-9]*" | cut -d= -f2)'),
  needs: { 'userland-proxy': true },
});
