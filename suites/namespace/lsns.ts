import { conformance, container, documented, same, that, withGiven } from 'docknet';

export default conformance({
  id: 'namespace/lsns',
  title: 'lsns lists each container’s network namespace with the container’s PID',
  claim: documented(
    'tour',
    'Linux network namespaces enter the story',
    'lsns --type=net shows a namespace for each container, with the PID that docker inspect prints and a file in ' +
      'the engine’s netns directory.',
  ),
  given: { web: container(), db: container() },
  when: async ({ web, db, host }) => ({
    listed: await host.namespaces.list(),
    web: { netns: await web.netns(), pid: web.pid },
    db: { netns: await db.netns(), pid: db.pid },
  }),
  expect: (_, { listed, web, db }) => {
    const entry = (netns: string) => listed.find((each) => each.netns === netns);
    return [
      same('lsns lists web’s namespace with PID', entry(web.netns)?.pid, web.pid),
      same('lsns lists db’s namespace with PID', entry(db.netns)?.pid, db.pid),
      that('web’s namespace has a file in netns', entry(web.netns)?.file.includes('/netns/') === true, listed),
      that('db’s namespace has a file in netns', entry(db.netns)?.file.includes('/netns/') === true, listed),
    ];
  },
  sabotage: withGiven({ db: container({ on: 'container:web' }) }),
});
