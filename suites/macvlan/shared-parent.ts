import {
  answered,
  arpRequest,
  bridge,
  conformance,
  container,
  documented,
  lanHost,
  macvlan,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/shared-parent',
  title: 'two macvlan networks on one parent share its LAN: each hears the other’s broadcasts',
  claim: documented('rn-27', '27.0', 'Several macvlan networks may have the same parent interface.'),
  given: {
    red: macvlan(),
    blue: macvlan({ subnets: ['10.60.0.0/24'] }),
    redWeb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue' }),
    blueDb: container({ on: 'blue' }),
    server: lanHost(),
  },
  when: async ({ redWeb, blueWeb, blueDb, server }) => ({
    out: await redWeb.ping(server),
    inside: await blueWeb.ping(blueDb),
    across: await redWeb.ping(blueWeb, { timeoutMs: 1000 }),
  }),
  expect: ({ redWeb, blueWeb, blueDb, server }, { out, inside, across }) => [
    answered(out),
    answered(inside),
    unanswered(across), // another subnet, and no router on this LAN
    blueWeb.eth0.saw(arpRequest(server, { from: redWeb })),
    redWeb.eth0.saw(arpRequest(blueDb, { from: blueWeb })),
    server.eth0.saw(arpRequest(blueDb, { from: blueWeb })),
  ],
  sabotage: withGiven({ blue: bridge() }),
  appliesTo: { engines: '>=27.0.0', because: 'a parent serves one macvlan network before 27.0' },
});
