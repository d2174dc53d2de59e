import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  responded,
  reverseResolved,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/rename-stopped',
  title: 'a container that was renamed while it was stopped is found by its new name alone when it runs again',
  claim: documented(
    'dns-page',
    'Names the embedded DNS server resolves itself',
    'Container names are answered from the networks’ present state: by the name that the container has now.',
  ),
  given: {
    resolver: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
    app: bridge(),
    blue: bridge(),
    db: container({ on: 'app', alsoOn: ['blue'], aliases: ['store'] }),
    web: container({ on: 'app' }),
    blueWeb: container({ on: 'blue' }),
    late: container({ on: 'app', started: false }),
  },
  when: async ({ blue, web, blueWeb, db, late }) => {
    const [old, address] = [db.name, db.address];
    const before = await web.query(old);
    const actions = [await db.stop(), await db.rename('renamed'), await db.start()];
    const own = { old: await web.query(old), new: await web.query(db.name), alias: await web.query('store') };
    const onBlue = {
      old: await blueWeb.query(old),
      new: await blueWeb.query(db.name),
      at: db.attachment(blue).address,
    };
    const reverse = await web.reverseLookup(db);
    actions.push(await late.start(), await late.rename('db'));
    const taken = await web.query(old);
    return { old, before: { answer: before, address }, actions, own, onBlue, reverse, taken };
  },
  expect: ({ app, db, late, host }, { old, before, actions, own, onBlue, reverse, taken }) => [
    responded(before.answer, 'NOERROR', before.address),
    ...actions.map(succeeded),
    responded(own.new, 'NOERROR', db),
    responded(own.alias, 'NOERROR', db),
    responded(onBlue.new, 'NOERROR', onBlue.at),
    reverseResolved(reverse, `${db.name}.${app.name}`),
    ...[own.old, onBlue.old].map((query) => responded(query, 'NXDOMAIN')),
    host.uplink.sawTimes(2, dnsQuery(old)), // nobody’s, so each is forwarded
    responded(taken, 'NOERROR', late), // another’s now
  ],
  sabotage: withGiven({ db: container({ on: 'blue', alsoOn: ['app'] }) }),
  needs: { dns: null },
});
