import {
  answered,
  anyArp,
  arpRequest,
  conformance,
  container,
  documented,
  echoReply,
  inVlan,
  macvlan,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/vlans-apart',
  title: 'macvlan networks of different VLANs hear nothing of each other',
  claim: documented(
    'macvlan-page',
    '802.1Q trunk bridge mode',
    'Networks on different VLAN sub-interfaces of one uplink are isolated from each other.',
  ),
  given: {
    red: macvlan({ vlan: 50 }),
    blue: macvlan({ vlan: 60 }),
    redWeb: container({ on: 'red' }),
    redDb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue' }),
    blueDb: container({ on: 'blue' }),
  },
  when: async ({ redWeb, redDb, blueWeb, blueDb }) => ({
    inside: [await redWeb.ping(redDb), await blueWeb.ping(blueDb)] as const,
    across: await redWeb.ping(blueWeb, { timeoutMs: 1000 }),
  }),
  expect: ({ redWeb, redDb, blueWeb, blueDb, host }, { inside, across }) => [
    ...inside.map(answered),
    unanswered(across),
    host.uplink.saw(inVlan(50, arpRequest(redDb, { from: redWeb }))),
    host.uplink.saw(inVlan(60, arpRequest(blueDb, { from: blueWeb }))),
    blueWeb.eth0.saw(echoReply(blueDb, blueWeb)),
    blueWeb.eth0.neverSaw(anyArp(redWeb)),
    redWeb.eth0.saw(echoReply(redDb, redWeb)),
    redWeb.eth0.neverSaw(anyArp(blueWeb)),
  ],
  sabotage: withGiven({ blue: macvlan({ vlan: 50, subnets: ['10.60.0.0/24'] }) }),
  appliesTo: { engines: '>=27.0.0', because: 'the sabotage needs two networks on one parent, possible from 27.0 on' },
});
