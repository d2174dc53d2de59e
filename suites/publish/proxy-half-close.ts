import { anything, clientSeenAs, conformance, container, documented, fragment, localhost, shell, syn } from 'docknet';

export default conformance({
  id: 'publish/proxy-half-close',
  title: 'docker-proxy keeps a half-closed connection open and carries datagrams of any length, both ways',
  claim: documented(
    'dockerd',
    'userland-proxy',
    'docker-proxy carries what the host sends to a published port at a loopback address.',
  ),
  given: { web: container({ serve: 80, serveUdp: 5000, publish: ['8080:80', '4000:5000/udp'] }) },
  when: async ({ host }) => ({
    whole: await host.get(localhost, 8080, { sourcePort: 40000 }),
    ended: await host.get(localhost, 8080, { sourcePort: 40001, halfClose: true }),
    long: await host.udpEcho(localhost, 4000, { size: 5000 }),
    longest: await host.udpEcho(localhost, 4000, { size: 65_507 }),
  }),
  expect: ({ web, host }, { whole, ended, long, longest }) => [
    ...[whole, ended, long, longest].map((call) => clientSeenAs(call, host.docker0.gateway)),
    host.docker0.bridge.sawTimes(2, syn(host.docker0.gateway, web, 80)),
    // 5008 and 65,515 bytes of UDP in pieces of 1480
    host.docker0.bridge.sawTimes(4 + 45, fragment(host.docker0.gateway, web)),
    host.docker0.bridge.saw(anything({ protocol: 'udp', from: web, to: host.docker0.gateway })),
  ],
  // Takes docker-proxy away.
  sabotage: () => shell('kill -9 $(ss -Hlntp sport = 8080 | grep -o "pid=[0-9]*" | cut -d= -f2)'),
  needs: { 'userland-proxy': true },
});
