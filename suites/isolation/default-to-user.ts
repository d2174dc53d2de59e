import {
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  nftables,
  perBackend,
  shell,
  syn,
  unanswered,
  type Container,
  type Network,
} from 'docknet';

/** The rule that drops a packet to a container from another interface than its bridge. */
const drop = (to: Container, by: Network) =>
  ({
    '<28.2.0': ['filter', `DOCKER-ISOLATION-STAGE-2 -o ${by.bridge.name} -j DROP`],
    // earlier than the stages (moby #49829)
    '>=28.2.0': {
      iptables: `raw PREROUTING -d ${to.address} ! -i ${by.bridge.name} -j DROP`,
      nftables: `docker-bridges raw-PREROUTING ip daddr ${to.address} iifname != ${by.bridge.name} drop`,
    },
  }) as const;

export default conformance({
  id: 'isolation/default-to-user',
  title: 'containers on docker0 and on a user-defined bridge do not reach each other by address',
  claim: documented(
    'iptables',
    'DOCKER-ISOLATION-STAGE-1',
    'The isolation stages list docker0 and a user-defined bridge: the containers of neither reach the other’s.',
  ),
  given: { app: bridge(), web: container(), db: container({ on: 'app' }) },
  when: async ({ app, web, db, host }) => {
    // Controls: a call to each gateway shows that both bridges are recorded.
    await Promise.all([web.get(host.docker0.gateway, 80), db.get(app.gateway, 80)]);
    const [there, back] = await Promise.all([web.ping(db, { timeoutMs: 1000 }), db.ping(web, { timeoutMs: 1000 })]);
    return { there, back };
  },
  expect: ({ app, web, db, host }, { there, back }) => [
    unanswered(there),
    web.eth0.saw(echoRequest(web, db)),
    app.bridge.saw(syn(db, app.gateway, 80)),
    app.bridge.neverSaw(anything({ protocol: 'icmp', to: db })), // from any address: it could be masqueraded
    host.ruleByEngine(drop(db, app)).countedPackets(1),
    unanswered(back),
    db.eth0.saw(echoRequest(db, web)),
    host.docker0.bridge.saw(syn(web, host.docker0.gateway, 80)),
    host.docker0.bridge.neverSaw(anything({ protocol: 'icmp', to: web })),
    host.ruleByEngine(drop(web, host.docker0)).countedPackets(1),
  ],
  sabotage: () =>
    perBackend({
      iptables: shell('iptables -t raw -I PREROUTING -j ACCEPT && iptables -I FORWARD -j ACCEPT'),
      nftables: nftables('delete table ip docker-bridges'),
    }),
});
