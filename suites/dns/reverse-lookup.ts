import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  reverseName,
  reverseResolved,
  same,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/reverse-lookup',
  title: 'the embedded resolver resolves a container’s address to its name and network',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'A ping by name reports replies from db.mynet: the address resolves to the container’s name, a dot and the ' +
      'network’s name.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'other.example': '198.51.100.77' } }),
    app: bridge({}, { subnet: '10.30.40.0/24' }),
    blue: bridge(),
    red: bridge(),
    web: container({ on: 'app', ip: '10.30.40.10', alsoOn: ['blue'], captureLo: true }),
    db: container({ on: 'app', ip: '10.30.40.11' }),
    blueDb: container({ on: 'blue' }),
    redDb: container({ on: 'red' }),
  },
  when: async ({ web, db, blueDb, redDb }) => {
    const lookups = [await web.reverseLookup(db), await web.reverseLookup(blueDb)];
    const across = await web.query(reverseName(redDb), { type: 'PTR' }); // not a network of web's: asked elsewhere
    const left = db.address;
    const removed = await db.remove();
    return { lookups, across, left, removed, gone: await web.query(reverseName(left), { type: 'PTR' }) };
  },
  expect: ({ app, blue, web, db, blueDb, redDb, host }, { lookups: [own, second], across, left, removed, gone }) => [
    web.lo.saw(dnsQuery(reverseName(left))),
    ...(own === undefined ? [] : [reverseResolved(own, `${db.name}.${app.name}`)]),
    ...(second === undefined ? [] : [reverseResolved(second, `${blueDb.name}.${blue.name}`)]),
    succeeded(removed),
    ...[across, gone].map((answer) => same('the names of the other addresses are', answer.answers, [])),
    ...[left, redDb].map((address) => host.uplink.saw(dnsQuery(reverseName(address)))),
    host.uplink.neverSaw(dnsQuery(reverseName(blueDb))),
  ],
  sabotage: withGiven({ db: container({ on: 'red' }) }),
  needs: { dns: null },
});
