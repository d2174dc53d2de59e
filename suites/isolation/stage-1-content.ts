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

const jump = (host: Host, { bridge: { name } }: Network) =>
  host.rule('filter', `DOCKER-ISOLATION-STAGE-1 -i ${name} ! -o ${name} -j DOCKER-ISOLATION-STAGE-2`);

export default conformance({
  id: 'isolation/stage-1-content',
  title: 'STAGE-1 jumps to STAGE-2 for what goes from a bridge to another interface',
  about: 'rules',
  claim: documented(
    'iptables',
    'DOCKER-ISOLATION-STAGE-1',
    'For docker0 and each other bridge the chain has a rule that jumps to DOCKER-ISOLATION-STAGE-2 for what ' +
      'enters from it and leaves elsewhere.',
  ),
  given: { app: bridge(), web: container(), db: container({ on: 'app' }), server: lanHost() },
  when: async ({ web, db, server }) => {
    const [fromWeb, fromDb] = await Promise.all([web.ping(server), db.ping(server)]);
    return { fromWeb, fromDb };
  },
  expect: ({ app, web, db, host, server }, { fromWeb, fromDb }) => [
    answered(fromWeb),
    journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
    jump(host, host.docker0).countedPackets(1), // the request; the reply does not enter from a bridge
    answered(fromDb),
    journey([app.bridge, echoRequest(db, server)], [host.uplink, echoRequest(host, server)]),
    jump(host, app).countedPackets(1),
  ],
  // Accepts before the stages.
  sabotage: ({ app }) => iptables(`-I DOCKER-USER -i ${app.bridge.name} -j ACCEPT`),
  needs: { 'ip-masq': true },
  appliesTo: {
    engines: '<29.0.0',
    because: 'engines from 29.0.0 on have no DOCKER-ISOLATION-STAGE chains (moby #49981)',
  },
});
