import {
  answered,
  conformance,
  container,
  documented,
  engine,
  same,
  succeeded,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'link/removed',
  title: 'with icc off a link ends with the container that has it: the next with its address is shut out',
  claim: documented(
    'dockerd-man',
    '--icc',
    'With icc off, containers of docker0 communicate only by links, at the ports that the linked container exposes.',
  ),
  given: {
    daemon: engine({ icc: false }),
    db: container({ serve: 80, expose: ['80'] }),
    web: container({ links: ['db:store'] }),
    late: container({ started: false }),
    again: container({ started: false, links: ['db:store'] }),
  },
  when: async ({ web, db, late, again }) => {
    const { address } = web;
    const before = await web.get('store', 80);
    const actions = [await web.remove(), await late.start(), await again.start()];
    return {
      address,
      before,
      actions,
      stranger: await late.get(db, 80, { timeoutMs: 1000 }),
      other: await again.get('store', 80),
    };
  },
  expect: ({ db, late, again }, { address, before, actions, stranger, other }) => [
    ...actions.map(succeeded),
    same('another container has web’s former address,', late.address, address),
    ...[before, other].map(answered),
    timedOut(stranger),
    db.eth0.sawTimes(1, syn(late, db, 80)), // web’s
    db.eth0.saw(syn(again, db, 80)),
  ],
  sabotage: withGiven({ daemon: engine({ icc: true }) }),
});
