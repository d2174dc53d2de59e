import {
  answered,
  arpReply,
  arpRequest,
  conformance,
  container,
  documented,
  echoRequest,
  fromMac,
  lanHost,
  macvlan,
  shell,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'macvlan/not-own-host',
  title: 'the docker host and its macvlan containers cannot reach each other through the parent',
  claim: documented(
    'moby-macvlan',
    'Note',
    'Containers of a macvlan network cannot communicate with the host directly: the kernel does not allow it.',
  ),
  given: { lan: macvlan(), web: container({ on: 'lan' }), server: lanHost() },
  when: async ({ web, server, host }) => ({
    toHost: await web.ping(host, { timeoutMs: 1000 }),
    fromHost: await host.ping(web, { timeoutMs: 1000 }),
    controls: [await server.ping(web), await server.ping(host)] as const,
  }),
  expect: ({ web, server, host }, { toHost, fromHost, controls }) => [
    unanswered(toHost),
    unanswered(fromHost),
    ...controls.map(answered),
    host.uplink.saw(arpRequest(host, { from: web })), // leaves for the LAN, past the host
    host.uplink.saw(arpRequest(web, { from: host })),
    web.eth0.saw(echoRequest(server, web)),
    web.eth0.neverSaw(arpRequest(web, { from: host })),
    web.eth0.neverSaw(fromMac(host.mac, arpReply(host))),
  ],
  // The manual's way around it: a macvlan interface of the host's own.
  sabotage: ({ web, host }) =>
    shell(
      `ip link add shim link ${host.uplink.name} type macvlan mode bridge && ip link set shim up && ` +
        `ip route add ${web.address} dev shim src ${host.secondaryAddress}`,
    ),
});
