import {
  answered,
  anyArp,
  anything,
  conformance,
  container,
  documented,
  echoRequest,
  ipvlan,
  lanHost,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipvlan/l3-subnets',
  title: 'in mode l3, two subnets of an ipvlan network reach each other, and the LAN carries nothing of it',
  claim: documented('ipvlan-page', 'IPvlan L3 mode', 'L3 mode routes between subnets that share a parent interface.'),
  given: {
    lan: ipvlan({ mode: 'l3', subnets: ['10.61.0.0/24', '10.62.0.0/24'] }),
    web: container({ on: 'lan', ip: '10.61.0.10' }),
    db: container({ on: 'lan', ip: '10.61.0.11' }),
    control: lanHost(),
    far: container({ on: 'lan', ip: '10.62.0.10' }),
  },
  when: async ({ web, db, far, control, host }) => ({
    within: await web.ping(db),
    across: await web.ping(far),
    control: await host.ping(control),
  }),
  expect: ({ web, db, far, control, host }, { within, across, control: outside }) => [
    answered(within),
    answered(across),
    far.eth0.saw(echoRequest(web, far)),
    db.eth0.saw(echoRequest(web, db)),
    answered(outside),
    control.eth0.saw(echoRequest(host, control)),
    control.eth0.neverSaw(anything({ from: web })),
    control.eth0.neverSaw(anyArp(web)),
  ],
  sabotage: withGiven({ lan: ipvlan({ mode: 'l2', subnets: ['10.61.0.0/24', '10.62.0.0/24'] }) }),
});
