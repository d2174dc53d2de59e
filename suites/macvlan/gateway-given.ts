import {
  answered,
  arpRequest,
  conformance,
  container,
  documented,
  echoRequest,
  fromMac,
  linuxBridge,
  macvlan,
  router,
  same,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/gateway-given',
  title: 'a macvlan container’s packets for other networks go to the gateway given with --gateway',
  claim: documented(
    'macvlan-page',
    'Bridge mode',
    'The gateway given for the network is a router of the physical LAN, which the containers use.',
  ),
  given: {
    gateway: router(),
    br0: linuxBridge({ on: 'gateway' }),
    lan: macvlan({ gateway: '198.51.100.9' }),
    web: container({ on: 'lan' }),
  },
  when: async ({ web, br0 }) => ({ ping: await web.ping(br0.gateway), routes: await web.routes() }),
  expect: ({ gateway, br0, web, host }, { ping, routes }) => [
    answered(ping),
    same('the gateway is', routes.find(({ to }) => to === 'default')?.via, gateway.address),
    host.uplink.saw(arpRequest(gateway, { from: web })),
    gateway.uplink.saw(fromMac(web.mac, echoRequest(web, br0.gateway))),
  ],
  sabotage: withGiven({ lan: macvlan({ gateway: '198.51.100.7' }) }),
});
