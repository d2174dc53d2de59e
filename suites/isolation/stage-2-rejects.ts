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
  given: {
    red: bridge(),
    blue: bridge(),
    redWeb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue', serve: 80 }),
  },
  when: async ({ red, redWeb, blueWeb, host }) => {
    const [closed, own, across] = await Promise.all([
      redWeb.get(red.gateway, 81),
      host.get(blueWeb, 80),
      redWeb.get(blueWeb, 80, { timeoutMs: 1000 }),
    ]);
    return { closed, own, across };
  },
  expect: ({ redWeb, blueWeb, red }, { closed, across }) => [
    refused(closed), // what a rejection looks like
    redWeb.eth0.saw(reset(red.gateway, 81, redWeb)),
    redWeb.eth0.saw(syn(redWeb, blueWeb, 80)),
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
      instead: ({ blue, redWeb, blueWeb, red }, { closed, own, across }) => [
        refused(closed),
        redWeb.eth0.saw(reset(red.gateway, 81, redWeb)),
        answered(own), // the server is there
        blue.bridge.saw(synAck(blueWeb, 80, blue.gateway)),
        timedOut(across),
        redWeb.eth0.saw(syn(redWeb, blueWeb, 80)),
        redWeb.eth0.neverSaw(anything({ protocol: 'icmp', to: redWeb })),
        redWeb.eth0.neverSaw(reset(blueWeb, 80, redWeb)),
      ],
    },
  ],
});
