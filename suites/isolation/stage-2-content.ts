import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  lanHost,
  shell,
  synAck,
  unanswered,
  type Container,
  type Host,
  type Network,
} from 'docknet';

const drop = (host: Host, by: Network) => host.rule('filter', `DOCKER-ISOLATION-STAGE-2 -o ${by.bridge.name} -j DROP`);
const rawDrop = (host: Host, to: Container, by: Network) =>
  host.rule('raw', `PREROUTING -d ${to.address} ! -i ${by.bridge.name} -j DROP`);

export default conformance({
  id: 'isolation/stage-2-content',
  title: 'STAGE-2 drops what would leave by a bridge',
  about: 'rules',
  claim: documented(
    'iptables',
    'DOCKER-ISOLATION-STAGE-2',
    'For docker0 and each other bridge the chain has a rule that drops what would leave by it.',
  ),
  given: { app: bridge(), web: container(), db: container({ on: 'app' }), server: lanHost() },
  when: async ({ web, db, server }) => {
    const [outside, across] = await Promise.all([db.get(server, 80), web.ping(db, { timeoutMs: 1000 })]);
    return { outside, across };
  },
  expect: ({ app, web, db, host, server }, { outside, across }) => [
    answered(outside), // from the bridge to the uplink
    app.bridge.saw(synAck(server, 80, db)),
    unanswered(across),
    web.eth0.saw(echoRequest(web, db)),
    app.bridge.neverSaw(anything({ protocol: 'icmp', to: db })),
    drop(host, app).countedPackets(1),
    drop(host, host.docker0).countedPackets(0),
  ],
  sabotage: () => shell('iptables -t raw -I PREROUTING -j ACCEPT && iptables -I FORWARD -j ACCEPT'),
  known: [
    {
      engines: '>=28.2.0',
      because:
        'the rules exist, but a packet from another bridge does not reach them: a rule in raw PREROUTING for the ' +
        'container’s address drops it (moby #49829)',
      instead: ({ app, web, db, host, server }, { outside, across }) => [
        answered(outside),
        app.bridge.saw(synAck(server, 80, db)),
        unanswered(across),
        web.eth0.saw(echoRequest(web, db)),
        app.bridge.neverSaw(anything({ protocol: 'icmp', to: db })),
        rawDrop(host, db, app).countedPackets(1),
        drop(host, app).countedPackets(0),
        drop(host, host.docker0).countedPackets(0),
      ],
    },
  ],
  appliesTo: {
    engines: '<29.0.0',
    because: 'engines from 29.0.0 on have no DOCKER-ISOLATION-STAGE chains (moby #49981)',
  },
});
