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
  id: 'ipvlan/subnets',
  title: 'in mode l2, two subnets of an ipvlan network do not reach each other without a router',
  claim: documented(
    'ipvlan-page',
    'IPvlan L2 mode',
    'In L2 mode an external router is needed between the subnets of one network.',
  ),
  given: {
    lan: ipvlan({ mode: 'l2', subnets: ['10.61.0.0/24', '10.62.0.0/24'] }),
    web: container({ on: 'lan', ip: '10.61.0.10' }),
    db: container({ on: 'lan', ip: '10.61.0.11' }),
    control: lanHost(),
    far: container({ on: 'lan', ip: '10.62.0.10' }),
  },
  when: async ({ web, db, far }) => ({ within: await web.ping(db), across: await web.ping(far, { timeoutMs: 1000 }) }),
  expect: ({ web, db, far }, { within, across }) => [
    answered(within),
    unanswered(across),
    db.eth0.saw(echoRequest(web, db)),
    far.eth0.saw(arpRequest(db, { from: web })), // the two share one LAN
    far.eth0.neverSaw(echoRequest(web, far)),
  ],
  sabotage: withGiven({ lan: ipvlan({ mode: 'l3', subnets: ['10.61.0.0/24', '10.62.0.0/24'] }) }),
});
