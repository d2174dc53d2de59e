import {
  answered,
  anything,
  arpRequest,
  bridge,
  conformance,
  container,
  documented,
  journey,
  shell,
  syn,
} from 'docknet';

export default conformance({
  id: 'bridge/not-overheard',
  title: 'a third container of a bridge does not hear what two others say to each other',
  claim: documented(
    'security',
    'Kernel namespaces',
    'Containers are no more than machines on a common switch: the switch knows them, and sends each only its own.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app' }),
    db: container({ on: 'app', serve: 80 }),
    control: container({ on: 'app' }),
  },
  when: ({ web, db }) => web.get(db, 80),
  expect: ({ web, db, control }, call) => [
    answered(call),
    journey([web.eth0, syn(web, db, 80)], [db.eth0, syn(web, db, 80)]),
    control.eth0.saw(arpRequest(db, { from: web })), // as everybody does
    control.eth0.neverSaw(anything({ protocol: 'tcp', from: web, to: db })),
    control.eth0.neverSaw(anything({ protocol: 'tcp', from: db, to: web })),
  ],
  // A bridge that forgets at once whom it heard where sends everything everywhere.
  sabotage: ({ app }) => shell(`ip link set ${app.bridge.name} type bridge ageing_time 0`),
});
