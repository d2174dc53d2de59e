import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  iptables,
  journey,
  lanHost,
  type Host,
  type Network,
} from 'docknet';

const onward = (host: Host, { bridge: { name } }: Network) =>
  host.rule('filter', `DOCKER-ISOLATION-STAGE-1 -i ${name} ! -o ${name} -j DOCKER-ISOLATION-STAGE-2`);

export default conformance({
  id: 'isolation/stage-1-content',
  title: 'STAGE-1 sends on to STAGE-2 what goes from a bridge to any other interface',
  claim: documented(
    'iptables',
    'DOCKER-ISOLATION-STAGE-1',
    'For docker0 and for each other bridge the chain has a rule that sends what comes from it and leaves by anything else to DOCKER-ISOLATION-STAGE-2.',
  ),
  given: { app: bridge(), web: container(), db: container({ on: 'app' }), server: lanHost() },
  when: async ({ web, db, server }) => {
    const [one, other] = await Promise.all([web.ping(server), db.ping(server)]);
    return { one, other };
  },
  expect: ({ app, web, db, host, server }, { one, other }) => [
    answered(one),
    journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
    onward(host, host.docker0).countedPackets(1), // the request; the reply does not come from a bridge
    answered(other),
    journey([app.bridge, echoRequest(db, server)], [host.uplink, echoRequest(host, server)]),
    onward(host, app).countedPackets(1),
  ],
  // Accepted before the stages, the same traffic passes them by.
  sabotage: ({ app }) => iptables(`-I DOCKER-USER -i ${app.bridge.name} -j ACCEPT`),
});
