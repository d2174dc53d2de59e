import {
  answered,
  arpRequest,
  conformance,
  container,
  documented,
  macvlan,
  same,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

const subnets = ['10.61.0.0/24', '10.62.0.0/24'];
const [far, gateway] = ['203.0.113.9', ['10.61.0.9', '10.62.0.7']];

export default conformance({
  id: 'macvlan/gateway-of-subnet',
  title: 'a container of a macvlan network with two subnets has the gateway of its own subnet',
  claim: documented(
    'macvlan-page',
    'Bridge mode',
    'A network can have several subnets, each with its --gateway, through which its containers leave.',
  ),
  given: {
    lan: macvlan({ subnets, gateway }),
    web: container({ on: 'lan', ip: '10.61.0.10' }),
    db: container({ on: 'lan', ip: '10.62.0.10', started: false }),
    mail: container({ on: 'lan', ip: '10.62.0.11', started: false }),
  },
  when: async ({ web, db, mail }) => ({
    started: [await db.start(), await mail.start()],
    out: [await web.ping(far, { timeoutMs: 1000 }), await db.ping(far, { timeoutMs: 1000 })],
    control: await db.ping(mail),
    routes: [await web.routes(), await db.routes()].map((routes) => routes.find(({ to }) => to === 'default')?.via),
  }),
  expect: ({ web, db, host }, { started, out, control, routes }) => [
    ...started.map(succeeded),
    ...out.map(unanswered), // nobody has the gateways' addresses
    answered(control),
    same('the default routes of web and db lead to', routes, gateway),
    host.uplink.saw(arpRequest('10.61.0.9', { from: web })),
    host.uplink.saw(arpRequest('10.62.0.7', { from: db })),
  ],
  sabotage: withGiven({ lan: macvlan({ subnets, gateway: ['10.61.0.9', '10.62.0.9'] }) }),
});
