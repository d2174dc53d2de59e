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
  lanHost,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'isolation/stage-2-drops-from',
  title: 'STAGE-2 drops what comes from a bridge',
  about: 'rules',
  claim: documented(
    'iptables',
    'DOCKER-ISOLATION-STAGE-2',
    'The rules drop packets from the docker0 interface and from the bridge interface.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }), server: lanHost() },
  when: ({ web, server }) => web.ping(server),
  expect: ({ app, web, server }, ping) => [unanswered(ping), app.bridge.saw(echoRequest(web, server))],
  // Adds a rule that drops what enters from the bridge.
  sabotage: ({ app }) => iptables(`-I DOCKER-ISOLATION-STAGE-2 -i ${app.bridge.name} -j DROP`),
  known: [
    {
      engines: '*',
      because:
        'the rules match the outgoing interface (-o), so what enters from a bridge and leaves by the uplink ' +
        'passes STAGE-2',
      instead: ({ app, web, host, server }, ping) => [
        answered(ping),
        journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
        journey([host.uplink, echoReply(server, host)], [app.bridge, echoReply(server, web)]),
        host
          .rule(
            'filter',
            `DOCKER-ISOLATION-STAGE-1 -i ${app.bridge.name} ! -o ${app.bridge.name} -j DOCKER-ISOLATION-STAGE-2`,
          )
          .countedPackets(1), // it passed STAGE-2
        host.rule('filter', `DOCKER-ISOLATION-STAGE-2 -o ${app.bridge.name} -j DROP`).countedPackets(0),
      ],
    },
  ],
  appliesTo: {
    engines: '<29.0.0',
    because: 'engines from 29.0.0 on have no DOCKER-ISOLATION-STAGE chains (moby #49981)',
  },
});
