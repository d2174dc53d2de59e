import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  fromMac,
  none,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/ipv4-only-none',
  title: 'a container of a network without IPv6 has no IPv6 address there, a link-local one included, and sends none',
  claim: documented(
    'ipvlan-page',
    'Use router-assigned IPv6 addresses',
    'On a network without IPv6 the engine turns IPv6 off on the container’s interface, so it has no address there.',
  ),
  given: {
    app: bridge(),
    dual: bridge({}, { ipv6: 'fd00:db8:7::/64' }),
    client: container({ on: 'app' }),
    control: container({ on: 'dual' }),
    web: container({ on: 'app', started: false }),
    db: container({ on: 'dual', started: false }),
  },
  when: async ({ web, db, client, control, host }) => {
    await web.start();
    await db.start();
    const pings = [await client.ping(web), await control.ping(db.ipv6), await host.ping(web, { count: 15 })];
    return { pings, web: await web.addresses({ family: 6 }), db: await db.addresses({ family: 6 }) };
  },
  expect: ({ app, dual, web, db }, { pings, web: ofWeb, db: ofDb }) => {
    const onEth0 = (addresses: typeof ofWeb) => addresses.filter((one) => one.interface === 'eth0');
    return [
      ...pings.map(answered),
      none('web has no IPv6 address on eth0', onEth0(ofWeb)),
      that(
        'db has its IPv6 address on eth0',
        onEth0(ofDb).some(({ address }) => address === db.ipv6.address),
        ofDb,
      ),
      app.bridge.saw(fromMac(web.mac, anything())),
      app.bridge.neverSaw(fromMac(web.mac, anything({ family: 6 }))),
      dual.bridge.saw(fromMac(db.mac, anything({ family: 6 }))),
    ];
  },
  sabotage: withGiven({ app: bridge({}, { ipv6: 'fd00:db8:8::/64' }) }),
});
