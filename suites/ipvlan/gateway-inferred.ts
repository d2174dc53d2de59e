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
  id: 'ipvlan/gateway-inferred',
  title: 'without --gateway, an ipvlan network’s default gateway is the first address of its subnet',
  claim: documented(
    'ipvlan-page',
    'IPvlan L2 mode',
    'If no gateway is given, the first usable address of the subnet is taken for the gateway.',
  ),
  given: { lan: ipvlan({ subnets: ['10.60.0.0/24'] }), web: container({ on: 'lan' }), db: container({ on: 'lan' }) },
  when: async ({ web, db }) => ({
    outward: await web.ping('203.0.113.9', { timeoutMs: 1000 }),
    control: await web.ping(db),
    routes: await web.routes(),
  }),

  expect: ({ lan, web, host }, { outward, control, routes }) => [
    unanswered(outward),
    answered(control),
    same('the gateway is', routes.find(({ to }) => to === 'default')?.via, addressIn(lan.subnet, 1)),
    host.uplink.saw(arpRequest(addressIn(lan.subnet, 1), { from: web })),
  ],
  sabotage: ({ lan, web }) =>
    shell(`nsenter -t ${web.pid} -n ip route replace default via ${addressIn(lan.subnet, 9)}`),
  known: [
    {
      engines: '>=29.0.0',
      because: 'from 29.0 on there is no default route unless a gateway is given (29.0 release notes)',
      instead: ({ web, db, host }, { outward, control, routes }) => [
        unanswered(outward),
        answered(control),
        none(
          'web has no default route',
          routes.filter(({ to }) => to === 'default'),
        ),
        same('the ping fails at once:', outward.error, 'sendto: Network is unreachable'),
        host.uplink.saw(arpRequest(db, { from: web })),
      ],
    },
  ],
});
