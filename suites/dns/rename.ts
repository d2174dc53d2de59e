import {
  answered,
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  failed,
  lanHost,
  responded,
  reverseResolved,
  same,
  succeeded,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/rename',
  title: 'a renamed container is found by its new name, and no longer by its old one',
  claim: documented(
    'dns-page',
    'Names the embedded DNS server resolves itself',
    'Container names are answered from the networks’ present state.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    app: bridge(),
    blue: bridge(),
    db: container({ on: 'app', alsoOn: ['blue'], aliases: ['store'] }),
    blueWeb: container({ on: 'blue' }),
    web: container({ on: 'app' }),
  },
  when: async ({ blue, web, blueWeb, db }) => {
    const old = db.name;
    const before = await web.query(old);
    const taken = await db.rename('web'); // web’s name
    const kept = [await web.query(old), await web.query(web.name)];
    await db.rename('between');
    const renamed = await db.rename('renamed'); // for the second time
    const after = { old: await web.query(old), new: await web.query(db.name), alias: await web.query('store') };
    const onBlue = {
      old: await blueWeb.query(old),
      new: await blueWeb.query(db.name),
      address: db.attachment(blue).address,
    };
    const ping = await web.ping(db.address);
    const restarted = await db.restart();
    const later = { old: await web.query(old), new: await web.query(db.name), alias: await web.query('store') };
    return {
      old,
      before,
      taken,
      kept,
      renamed,
      after,
      onBlue,
      ping,
      restarted,
      later,
      reverse: await web.reverseLookup(db),
    };
  },
  expect: (
    { app, db, host },
    { old, before, taken, kept, renamed, after, onBlue, ping, restarted, later, reverse },
  ) => [
    that('the old name resolved before', before.answers.length === 1, before.answers),
    failed(taken, 'already in use'),
    ...kept.map(({ code, answers }, n) =>
      same(`the failed renaming leaves ${n === 0 ? 'its' : 'web’s'} name`, [code, answers.length], ['NOERROR', 1]),
    ),
    succeeded(renamed),
    ...[after.old, onBlue.old].map((answer) => responded(answer, 'NXDOMAIN')),
    responded(onBlue.new, 'NOERROR', onBlue.address),
    that(
      'the new name resolves to the same address',
      after.new.answers[0]?.data === before.answers[0]?.data,
      after.new,
    ),
    host.uplink.saw(dnsQuery(old)), // nobody’s now, so it is forwarded
    that('the alias resolves', after.alias.answers.length === 1, after.alias.answers),
    answered(ping),
    succeeded(restarted),
    responded(later.old, 'NXDOMAIN'),
    responded(later.new, 'NOERROR', db),
    responded(later.alias, 'NOERROR', db),
    host.uplink.sawTimes(3, dnsQuery(old)),
    reverseResolved(reverse, `${db.name}.${app.name}`),
  ],
  sabotage: withGiven({ db: container({ on: 'blue', alsoOn: ['app'] }) }),
  needs: { dns: null },
});
