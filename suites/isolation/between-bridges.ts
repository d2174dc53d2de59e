import {
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  shell,
  syn,
  unanswered,
  type Container,
  type Network,
} from 'docknet';

/** What drops a packet for a container that did not come in by the container's own bridge. */
const drop = (to: Container, by: Network) =>
  ({
    '<28.2.0': ['filter', `DOCKER-ISOLATION-STAGE-2 -o ${by.bridge.name} -j DROP`],
    '>=28.2.0': ['raw', `PREROUTING -d ${to.address ?? ''} ! -i ${by.bridge.name} -j DROP`], // earlier than the stages (moby #49829)
  }) as const;

export default conformance({
  id: 'isolation/between-bridges',
  title: 'containers on different bridges do not reach each other by address',
  claim: documented(
    'iptables',
    'understand docker isolation',
    'In effect containers on different Docker networks are prevented from communicating with each other.',
  ),
  given: { red: bridge(), blue: bridge(), rose: container({ on: 'red' }), sky: container({ on: 'blue' }) },
  when: async ({ red, blue, rose, sky }) => {
    // Each to its own gateway, which shows that both bridges were watched.
    await Promise.all([rose.get(red.gateway, 80), sky.get(blue.gateway, 80)]);
    const [there, back] = await Promise.all([rose.ping(sky, { timeoutMs: 1000 }), sky.ping(rose, { timeoutMs: 1000 })]);
    return { there, back };
  },
  expect: ({ red, blue, rose, sky, host }, { there, back }) => [
    unanswered(there),
    rose.eth0.saw(echoRequest(rose, sky)),
    blue.bridge.saw(syn(sky, blue.gateway, 80)),
    blue.bridge.neverSaw(anything({ protocol: 'icmp', to: sky })), // from whatever address: it could come masqueraded
    host.ruleByEngine(drop(sky, blue)).countedPackets(1),
    unanswered(back),
    sky.eth0.saw(echoRequest(sky, rose)),
    red.bridge.saw(syn(rose, red.gateway, 80)),
    red.bridge.neverSaw(anything({ protocol: 'icmp', to: rose })),
    host.ruleByEngine(drop(rose, red)).countedPackets(1),
  ],
  sabotage: () => shell('iptables -t raw -I PREROUTING -j ACCEPT && iptables -I FORWARD -j ACCEPT'),
});
