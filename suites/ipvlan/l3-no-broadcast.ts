import {
  answered,
  anyArp,
  arpRequest,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  fromMac,
  ipvlan,
  lanHost,
  same,
  toMac,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipvlan/l3-no-broadcast',
  title: 'in mode l3, containers send no ARP, and a LAN host reaches them only with a route to the docker host',
  claim: documented(
    'ipvlan-page',
    'IPvlan L3 mode',
    'L3 mode drops broadcast and multicast; the default route is the interface, and other hosts need a route to the ' +
      'docker host for the containers’ subnet.',
  ),
  given: { lan: ipvlan({ mode: 'l3', subnets: ['10.61.0.0/24'] }), web: container({ on: 'lan' }), server: lanHost() },
  when: async ({ lan, web, server, host }) => {
    const before = await server.ping(web, { timeoutMs: 1000 });
    await server.routeTo(lan.subnet, host.address);
    return { before, after: await server.ping(web), out: await web.ping(server), routes: await web.routes() };
  },
  expect: ({ web, server, host }, { before, after, out, routes }) => [
    unanswered(before),
    answered(after),
    answered(out),
    same('the default route’s gateway is', routes.find(({ to }) => to === 'default')?.via ?? null, null),
    same('its interface is', routes.find(({ to }) => to === 'default')?.interface, 'eth0'),
    host.uplink.saw(fromMac(host.mac, echoReply(web, server))),
    host.uplink.saw(toMac(host.mac, echoRequest(server, web))),
    host.uplink.neverSaw(anyArp(web)),
    server.eth0.saw(echoReply(web, server)),
    server.eth0.neverSaw(arpRequest(web)),
  ],
  sabotage: withGiven({ lan: ipvlan({ mode: 'l2', subnets: ['10.61.0.0/24'] }) }),
});
