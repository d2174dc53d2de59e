import { answered, bridge, conformance, container, documented, none, responded, same, withGiven } from 'docknet';

const off = { 'net.ipv6.conf.all.disable_ipv6': '1' };

export default conformance({
  id: 'ipv6/off-in-container',
  title: 'a container in which IPv6 is off has no IPv6 address on an IPv6 network, nor a name for one',
  claim: documented(
    'moby',
    'IPv6 in a container that has it disabled (#47521, #47055)',
    'With disable_ipv6 set for a container the engine gives it no IPv6 address and no IPv6 gateway.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:db8:27::/64' }),
    blue: bridge({}, { ipv6: 'fd00:db8:28::/64' }),
    web: container({ on: 'app', sysctls: off }),
    db: container({ on: 'app' }),
  },
  when: async ({ blue, web, db }) => {
    await web.connect(blue);
    const state = async () => ({
      addresses: await web.addresses({ family: 6 }),
      routes: await web.routes({ family: 6 }),
      lines: (await web.hostsFile()).filter(({ address }) => address.includes(':')),
      names: [await db.query(web.name, { type: 'AAAA' }), await db.query(web.name)],
      ping: await db.ping(web),
    });
    const states = [await state()];
    await web.restart();
    return { states: [...states, await state()], own: (await db.hostsFile()).map(({ address }) => address) };
  },
  expect: ({ web, db }, { states, own }) => [
    ...states.flatMap(({ addresses, routes, lines, names: [ipv6, ipv4], ping }) => [
      none('web has no IPv6 address', addresses),
      none('nor an IPv6 route', routes),
      none('nor an IPv6 line in its hosts file', lines),
      ...(ipv6 === undefined ? [] : [responded(ipv6, 'NOERROR')]),
      ...(ipv4 === undefined ? [] : [responded(ipv4, 'NOERROR', web)]),
      answered(ping),
    ]),
    same('db’s hosts file has lines for its addresses', own.slice(-2), [db.address, db.ipv6.address]),
  ],
  known: [
    {
      engines: '<28.0.0',
      because: 'the engine reserves an IPv6 address, answers with it, and sets it on networks that are connected later',
      instead: ({ blue, web }, { states }) => [
        ...states.flatMap(({ addresses, names: [ipv6], ping }, n) => [
          // A restart connects both networks before the setting is made.
          same(
            'web has an IPv6 address on its second network:',
            addresses.some(({ address }) => address === web.attachment(blue).ipv6.address),
            n === 0,
          ),
          ...(ipv6 === undefined ? [] : [responded(ipv6, 'NOERROR', web.ipv6)]),
          answered(ping),
        ]),
      ],
    },
  ],
  sabotage: withGiven({ web: container({ on: 'app' }) }),
});
