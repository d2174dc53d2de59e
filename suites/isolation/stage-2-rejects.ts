import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  refused,
  reset,
  shell,
  syn,
  synAck,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'isolation/stage-2-rejects',
  title: 'a container’s connection to one on another bridge is rejected',
  claim: documented('iptables', 'understand docker isolation', 'Stage 2 rejects traffic that targets a container.'),
  given: { red: bridge(), blue: bridge(), rose: container({ on: 'red' }), sky: container({ on: 'blue', serve: 80 }) },
  when: async ({ red, rose, sky, host }) => {
    const [closed, own, across] = await Promise.all([
      rose.get(red.gateway, 81),
      host.get(sky, 80),
      rose.get(sky, 80, { timeoutMs: 1000 }),
    ]);
    return { closed, own, across };
  },
  expect: ({ rose, sky, red }, { closed, across }) => [
    refused(closed), // what a rejection looks like
    rose.eth0.saw(reset(red.gateway, 81, rose)),
    rose.eth0.saw(syn(rose, sky, 80)),
    refused(across),
  ],
  // A rule that does reject, before any that drops.
  sabotage: () =>
    shell(
      'iptables -t raw -I PREROUTING -j ACCEPT && iptables -I DOCKER-USER -p tcp --dport 80 -j REJECT --reject-with tcp-reset',
    ),
  known: [
    {
      engines: '*',
      because:
        'the packet is dropped without a word: the caller gets neither a TCP RST nor an ICMP error and waits in vain',
      instead: ({ blue, rose, sky, red }, { closed, own, across }) => [
        refused(closed),
        rose.eth0.saw(reset(red.gateway, 81, rose)),
        answered(own), // the server is there
        blue.bridge.saw(synAck(sky, 80, blue.gateway)),
        timedOut(across),
        rose.eth0.saw(syn(rose, sky, 80)),
        rose.eth0.neverSaw(anything({ protocol: 'icmp', to: rose })),
        rose.eth0.neverSaw(reset(sky, 80, rose)),
      ],
    },
  ],
});
