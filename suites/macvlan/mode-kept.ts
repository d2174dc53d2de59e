import {
  answered,
  arpRequest,
  conformance,
  container,
  documented,
  lanHost,
  macvlan,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/mode-kept',
  title: 'a macvlan network in mode private is so still after the engine was restarted',
  claim: documented('macvlan-page', 'Options', 'The option macvlan_mode sets the mode of the network.'),
  given: {
    lan: macvlan({ mode: 'private' }),
    web: container({ on: 'lan', stopSignal: 'SIGKILL' }),
    db: container({ on: 'lan', stopSignal: 'SIGKILL' }),
    server: lanHost(),
  },
  when: async ({ web, db, server, host }) => {
    const state = async () => ({
      across: await web.ping(db, { timeoutMs: 1000 }),
      controls: [await web.ping(server), await db.ping(server)],
    });
    const states = [await state()];
    const actions = [await host.restartEngine(), await web.start(), await db.start()];
    return { actions, states: [...states, await state()] };
  },
  expect: ({ web, db, host }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ across, controls }) => [unanswered(across), ...controls.map(answered)]),
    host.uplink.saw(arpRequest(db, { from: web })),
  ],
  sabotage: withGiven({ lan: macvlan() }),
  needs: { 'live-restore': false },
  notOnHost: 'it restarts the engine',
});
