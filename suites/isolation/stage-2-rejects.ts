import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  perBackend,
  refused,
  reset,
  shell,
  syn,
  synAck,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'isolation/stage-2-rejects',
  title: 'a connection to a container on another bridge is rejected',
  about: 'rules',
  claim: documented('iptables', 'understand docker isolation', 'Stage 2 rejects traffic to a container.'),
  given: {
    red: bridge(),
    blue: bridge(),
    redWeb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue', serve: 80 }),
  },
  when: async ({ red, redWeb, blueWeb, host }) => {
    const [closed, fromHost, across] = await Promise.all([
      redWeb.get(red.gateway, 81),
      host.get(blueWeb, 80),
      redWeb.get(blueWeb, 80, { timeoutMs: 1000 }),
    ]);
    return { closed, fromHost, across };
  },
  expect: ({ redWeb, blueWeb, red }, { closed, across }) => [
    refused(closed), // control: a rejection
    redWeb.eth0.saw(reset(red.gateway, 81, redWeb)),
    redWeb.eth0.saw(syn(redWeb, blueWeb, 80)),
    refused(across),
  ],
  // Adds a REJECT before the DROP.
  sabotage: () => {
    const reject = 'iptables -I FORWARD -p tcp --dport 80 -j REJECT --reject-with tcp-reset';
    return perBackend({
      iptables: shell(`iptables -t raw -I PREROUTING -j ACCEPT && ${reject}`),
      nftables: shell(`nft delete table ip docker-bridges && ${reject}`),
    });
  },
  known: [
    {
      engines: '*',
      because: 'the packet is dropped: the caller gets neither a TCP RST nor an ICMP error and times out',
      instead: ({ blue, redWeb, blueWeb, red }, { closed, fromHost, across }) => [
        refused(closed),
        redWeb.eth0.saw(reset(red.gateway, 81, redWeb)),
        answered(fromHost), // blueWeb serves
        blue.bridge.saw(synAck(blueWeb, 80, blue.gateway)),
        timedOut(across),
        redWeb.eth0.saw(syn(redWeb, blueWeb, 80)),
        redWeb.eth0.neverSaw(anything({ protocol: 'icmp', to: redWeb })),
        redWeb.eth0.neverSaw(reset(blueWeb, 80, redWeb)),
      ],
    },
  ],
});
