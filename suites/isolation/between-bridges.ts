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
  id: 'isolation/between-bridges',
  title: 'containers on different bridges do not reach each other by address',
  claim: documented(
    'iptables',
    'understand docker isolation',
    'Containers on different Docker networks cannot communicate with each other.',
  ),
  given: { red: bridge(), blue: bridge(), redWeb: container({ on: 'red' }), blueWeb: container({ on: 'blue' }) },
  when: async ({ red, blue, redWeb, blueWeb }) => {
    // Controls: a call to each gateway shows that both bridges are recorded.
    await Promise.all([redWeb.get(red.gateway, 80), blueWeb.get(blue.gateway, 80)]);
    const [there, back] = await Promise.all([
      redWeb.ping(blueWeb, { timeoutMs: 1000 }),
      blueWeb.ping(redWeb, { timeoutMs: 1000 }),
    ]);
    return { there, back };
  },
  expect: ({ red, blue, redWeb, blueWeb, host }, { there, back }) => [
    unanswered(there),
    redWeb.eth0.saw(echoRequest(redWeb, blueWeb)),
    blue.bridge.saw(syn(blueWeb, blue.gateway, 80)),
    blue.bridge.neverSaw(anything({ protocol: 'icmp', to: blueWeb })), // from any address: it could be masqueraded
    host.ruleByEngine(drop(blueWeb, blue)).countedPackets(1),
    unanswered(back),
    blueWeb.eth0.saw(echoRequest(blueWeb, redWeb)),
    red.bridge.saw(syn(redWeb, red.gateway, 80)),
    red.bridge.neverSaw(anything({ protocol: 'icmp', to: redWeb })),
    host.ruleByEngine(drop(redWeb, red)).countedPackets(1),
  ],
  sabotage: () =>
    perBackend({
      iptables: shell('iptables -t raw -I PREROUTING -j ACCEPT && iptables -I FORWARD -j ACCEPT'),
      nftables: nftables('delete table ip docker-bridges'),
    }),
});
