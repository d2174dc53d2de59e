import {
  answered,
  arpRequest,
  conformance,
  container,
  documented,
  echoRequest,
  ipvlan,
  lanHost,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipvlan/not-own-host',
  title: 'the docker host and its ipvlan containers cannot reach each other through the parent',
  claim: documented(
    'ipvlan-page',
    'IPvlan L2 mode',
    'Containers cannot ping the interfaces of the underlying host: Linux filters that for isolation.',
  ),
  given: { lan: ipvlan(), web: container({ on: 'lan' }), server: lanHost() },
  when: async ({ web, server, host }) => ({
    toHost: await web.ping(host, { timeoutMs: 1000 }),
    fromHost: await host.ping(web, { timeoutMs: 1000 }),
    controls: [await server.ping(web), await server.ping(host)] as const,
  }),
  expect: ({ web, server, host }, { toHost, fromHost, controls }) => [
    unanswered(toHost),
    unanswered(fromHost),
    ...controls.map(answered),
    host.uplink.saw(arpRequest(web, { from: host })),
    web.eth0.saw(echoRequest(server, web)),
    web.eth0.neverSaw(echoRequest(host, web)),
    host.uplink.neverSaw(echoRequest(web, host)),
  ],
  sabotage: withGiven({ web: container() }),
});
