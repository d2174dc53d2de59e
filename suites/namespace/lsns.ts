import { conformance, container, documented, that, withGiven } from 'docknet';

export default conformance({
  id: 'namespace/lsns',
  title: 'lsns lists each container’s network namespace with the container’s PID',
  claim: documented(
    'tour',
    'Linux network namespaces enter the story',
    'lsns --type=net shows a namespace for each container, with the PID that inspecting the container tells and a file among the engine’s netns.',
  ),
  given: { web: container(), db: container() },
  when: async ({ web, db, host }) => {
    const listing = await host.sh('lsns --type net --noheadings --output NS,PID,NSFS');
    return { listing, web: { netns: await web.netns(), pid: web.pid }, db: { netns: await db.netns(), pid: db.pid } };
  },
  expect: (_, { listing, web, db }) => {
    const rows = listing.split('\n').map((line) => line.trim().split(/\s+/));
    const listed = ({ netns, pid }: typeof web) =>
      rows.some(
        ([ns, owner, file = '']) =>
          `net:[${ns ?? ''}]` === netns && Number(owner) === pid && /\/netns\/[0-9a-f]{12}$/.test(file),
      );
    return [
      that(`the namespace of web, ${web.netns}, is listed with PID ${web.pid}`, listed(web), listing),
      that(`the namespace of db, ${db.netns}, is listed with PID ${db.pid}`, listed(db), listing),
    ];
  },
  sabotage: withGiven({ db: container({ on: 'container:web' }) }),
});
