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

const address = '10.30.81.5';

export default conformance({
  id: 'dns/dotted-network',
  title: 'names with dots resolve on a network with a dot in its name, alone and with the network’s name',
  claim: documented(
    'dns-page',
    'Names the embedded DNS server resolves itself',
    'Names and aliases are answered alone and followed by a dot and the network’s name.',
  ),
  given: {
    resolver: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
    app: bridge(),
    db: container({ on: 'app' }),
    web: container({ on: 'app' }),
    control: container({ on: 'app' }),
  },
  when: async ({ app, db, web, control, host }) => {
    const east = { key: 'east', name: `lab.${app.name}` };
    const actions = [
      await host.createNetwork(east, { subnet: '10.30.81.0/24' }),
      await db.connect(east, { ip: address, aliases: ['ns1.store'] }),
      await web.connect(east),
    ];
    const long = `${db.name}.${east.name}`;
    const there = [await web.query(long), await web.query('ns1.store'), await web.query(`ns1.store.${east.name}`)];
    const own = await web.query(`${db.name}.${app.name}`);
    const none = [await web.query(`ns1.store.${app.name}`), await web.query(`${db.name}.lab`)];
    none.push(await control.query(long));
    const reverse = await web.reverseLookup(address);
    actions.push(await db.disconnect(east));
    return { long, actions, there, own, none, reverse, gone: await web.query(`ns1.store.${east.name}`) };
  },
  expect: ({ app, db, host }, { long, actions, there, own, none, reverse, gone }) => [
    ...actions.map(succeeded),
    ...there.map((answer) => responded(answer, 'NOERROR', address)),
    responded(own, 'NOERROR', db),
    ...[...none, gone].map((answer) => responded(answer, 'NXDOMAIN')),
    reverseResolved(reverse, long),
    host.uplink.saw(dnsQuery(`ns1.store.${app.name}`)), // control
    ...['ns1.store', `${db.name}.${app.name}`].map((name) => host.uplink.neverSaw(dnsQuery(name))),
    host.uplink.sawTimes(1, dnsQuery(long)), // control’s
  ],
  sabotage: withGiven({ db: container({ on: 'none' }) }),
  needs: { dns: null },
});
