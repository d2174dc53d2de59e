import {
  addressIn,
  answered,
  arpRequest,
  conformance,
  container,
  documented,
  ipvlan,
  none,
  same,
  shell,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'ipvlan/gateway-given-only',
  title: 'without --gateway, the containers of an ipvlan network have no default route',
  claim: documented('rn-29', '29.0', 'A macvlan or ipvlan network has a default gateway only if one is given.'),
  given: { lan: ipvlan({ subnets: ['10.60.0.0/24'] }), web: container({ on: 'lan' }), db: container({ on: 'lan' }) },
  when: async ({ web, db }) => ({
    outward: await web.ping('203.0.113.9', { timeoutMs: 1000 }),
    control: await web.ping(db),
    routes: await web.routes(),
  }),

  expect: ({ web, db, host }, { outward, control, routes }) => [
    unanswered(outward),
    answered(control),
    none(
      'web has no default route',
      routes.filter(({ to }) => to === 'default'),
    ),
    same('the ping fails at once:', outward.error, 'sendto: Network is unreachable'),
    host.uplink.saw(arpRequest(db, { from: web })),
  ],
  sabotage: ({ lan, web }) =>
    shell(`nsenter -t ${web.pid} -n ip route replace default via ${addressIn(lan.subnet, 9)}`),
  known: [
    {
      engines: '<29.0.0',
      because: 'until 29.0 the first address of the subnet is taken for the gateway, whether anything has it or not',
      instead: ({ lan, web, host }, { outward, control, routes }) => [
        unanswered(outward),
        answered(control),
        same('the gateway is', routes.find(({ to }) => to === 'default')?.via, addressIn(lan.subnet, 1)),
        host.uplink.saw(arpRequest(addressIn(lan.subnet, 1), { from: web })),
      ],
    },
  ],
});
