import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
} from 'docknet';

const jump = (name: string) => `DOCKER-ISOLATION-STAGE-1 -i ${name} ! -o ${name} -j DOCKER-ISOLATION-STAGE-2`;

export default conformance({
  id: 'isolation/stage-1-same-bridge',
  title: 'STAGE-1 jumps to STAGE-2 for all traffic from a container to another',
  about: 'rules',
  claim: documented(
    'iptables',
    'understand docker isolation',
    'Stage 1 sends all traffic from a container that is not for the same container to stage 2.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }), db: container({ on: 'app' }) },
  when: ({ web, db }) => web.ping(db),
  expect: ({ app, web, db, host }, ping) => [
    answered(ping),
    journey([web.eth0, echoRequest(web, db)], [db.eth0, echoRequest(web, db)]),
    host.rule('filter', jump(app.bridge.name)).matched(),
  ],
  sabotage: ({ app }) => iptables(`-I DOCKER-USER -i ${app.bridge.name} -o ${app.bridge.name} -j DROP`),
  known: [
    {
      engines: '*',
      because:
        'the rule matches what leaves by another interface: traffic to another container on the same bridge does ' +
        'not go to STAGE-2',
      instead: ({ app, web, db, host }, ping) => [
        answered(ping),
        journey([web.eth0, echoRequest(web, db)], [db.eth0, echoRequest(web, db)]),
        journey([db.eth0, echoReply(db, web)], [web.eth0, echoReply(db, web)]),
        host.rule('filter', jump(app.bridge.name)).countedPackets(0),
      ],
    },
  ],
  appliesTo: {
    engines: '<29.0.0',
    because: 'engines from 29.0.0 on have no DOCKER-ISOLATION-STAGE chains (moby #49981)',
  },
});
