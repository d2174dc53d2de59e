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
  type Host,
} from 'docknet';

const returnRule = (host: Host, stage: 1 | 2) => host.rule('filter', `DOCKER-ISOLATION-STAGE-${stage} -j RETURN`);

export default conformance({
  id: 'isolation/returns',
  title: 'both isolation stages end in RETURN',
  about: 'rules',
  claim: documented(
    'iptables',
    'DOCKER-ISOLATION-STAGE-1',
    'The last rule of both stages returns to the calling chain.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }), server: lanHost() },
  when: ({ web, server }) => web.ping(server),
  expect: ({ app, web, host, server }, ping) => [
    answered(ping),
    journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
    journey([host.uplink, echoReply(server, host)], [app.bridge, echoReply(server, web)]),
    returnRule(host, 1).last(),
    returnRule(host, 1).countedPackets(2), // request and reply
    returnRule(host, 2).last(),
    returnRule(host, 2).countedPackets(1), // the request
  ],
  // Accepts before the stages.
  sabotage: () => iptables('-I DOCKER-USER -j ACCEPT'),
  known: [
    {
      engines: '>=28.0.0',
      because: 'the engine adds no RETURN; the end of a chain returns anyway',
      instead: ({ app, web, host, server }, ping) => [
        answered(ping),
        journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
        journey([host.uplink, echoReply(server, host)], [app.bridge, echoReply(server, web)]),
        returnRule(host, 1).absent(),
        returnRule(host, 2).absent(),
        host
          .rule(
            'filter',
            `DOCKER-ISOLATION-STAGE-1 -i ${app.bridge.name} ! -o ${app.bridge.name} -j DOCKER-ISOLATION-STAGE-2`,
          )
          .countedPackets(1),
      ],
    },
  ],
  appliesTo: {
    engines: '<29.0.0',
    because: 'engines from 29.0.0 on have no DOCKER-ISOLATION-STAGE chains (moby #49981)',
  },
});
