import { anything, conformance, container, documented, fromPort, iptables, kernel, lanHost, unanswered } from 'docknet';

export default conformance({
  id: 'kernel/no-conntrack-helper',
  title: 'a fresh kernel has no conntrack helper: a TFTP server’s answer to a container ends on the docker host',
  claim: documented(
    'moby',
    'What the kernel must have (contrib/check-config.sh)',
    'The engine needs no conntrack helper and sets none up. A protocol that answers from another port than the one ' +
      'asked, as TFTP does, needs a rule of one’s own.',
  ),
  given: { machine: kernel({}), web: container(), server: lanHost() },
  when: async ({ web, host, server }) => ({
    asked: await web.tftp(server, { sourcePort: 40_000, timeoutMs: 300 }),
    // As a server answers: from a port of its own.
    sent: await server.udpEcho(host, 40_000, { sourcePort: 50_000, timeoutMs: 300 }),
  }),
  expect: ({ web, host, server }, { asked }) => [
    unanswered(asked),
    host.docker0.bridge.saw(anything({ protocol: 'udp', from: web, to: server, port: 69 })),
    host.uplink.saw(fromPort(40_000, anything({ protocol: 'udp', from: host, to: server, port: 69 }))),
    host.uplink.saw(fromPort(50_000, anything({ protocol: 'udp', from: server, to: host, port: 40_000 }))),
    host.docker0.bridge.neverSaw(anything({ protocol: 'udp', from: server, to: web })),
  ],
  // A helper expects the answer, and translates it to the container's address.
  sabotage: () => iptables('-t raw -I PREROUTING -p udp --dport 69 -j CT --helper tftp'),
});
