import { answered, bridge, conformance, container, different, documented, same, withGiven } from 'docknet';

export default conformance({
  id: 'addressing/stopped-keeps',
  title: 'a stopped container’s address is not given to another',
  claim: documented(
    'moby-design',
    'CNM lifecycle',
    'An endpoint keeps its address until it is deleted; a container that is stopped and started again has it again.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app' }),
    db: container({ on: 'app', started: false }),
    late: container({ on: 'app', started: false }),
  },
  when: async ({ web, db, late, host }) => {
    await db.start();
    const beside = db.address;
    await db.remove();
    await web.stop();
    await late.start();
    return { stopped: web.address, beside, ping: await host.ping(late) };
  },
  expect: ({ web, late }, { stopped, beside, ping }) => [
    different('with web running, web’s and another container’s address', web.address, beside),
    different('with web stopped, web’s and a new container’s address', stopped, late.address),
    answered(ping),
  ],
  known: [
    {
      engines: '*',
      because: 'the engine removes a container’s endpoints when it stops, and gives their addresses to others',
      instead: ({ late }, { stopped, beside, ping }) => [
        different('with web running, web’s and another container’s address', stopped, beside),
        same('with web stopped, a new container has the address', late.address, stopped),
        answered(ping),
      ],
    },
  ],
  sabotage: withGiven({ late: container({ started: false }) }),
});
