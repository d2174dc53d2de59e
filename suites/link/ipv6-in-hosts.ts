import {
  answered,
  conformance,
  container,
  different,
  documented,
  echoRequest,
  engine,
  same,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'link/ipv6-in-hosts',
  title: 'a linked container’s alias has its present addresses of both families after it moved',
  claim: documented(
    'links',
    'Updating the /etc/hosts file',
    'A link adds the alias to the container’s /etc/hosts; when the linked container is restarted, it is updated.',
  ),
  given: {
    daemon: engine({ ipv6: true, 'fixed-cidr-v6': 'fd00:d0c:84::/64' }),
    db: container(),
    web: container({ links: ['db:store'] }),
    late: container({ started: false }),
  },
  when: async ({ web, db, late }) => {
    const state = async () => ({
      addresses: [db.address, db.ipv6.address],
      hosts: (await web.hostsFile()).filter(({ names }) => names.includes('store')).map(({ address }) => address),
    });
    const before = await state();
    const actions = [await db.stop(), await late.start(), await db.start()]; // late takes its addresses
    const moved = await state();
    return { states: [before, moved] as const, actions, pings: [await web.ping('store'), await web.ping(db.ipv6)] };
  },
  expect: ({ web, db }, { states: [before, moved], actions, pings }) => [
    ...actions.map(succeeded),
    same('store is', before.hosts, before.addresses),
    different('db’s IPv6 addresses before and after', before.addresses[1], db.ipv6.address),
    same('after it moved store is', moved.hosts, moved.addresses),
    ...pings.map(answered),
    web.eth0.saw(echoRequest(web.ipv6, db.ipv6)),
  ],
  known: [
    {
      engines: '>=28.0.0',
      because: 'the engine puts each address into all lines of the alias, so that the last one, of IPv6, is in both',
      instead: ({ web, db }, { states: [before, moved], actions, pings }) => [
        ...actions.map(succeeded),
        same('store is', before.hosts, before.addresses),
        different('db’s IPv6 addresses before and after', before.addresses[1], db.ipv6.address),
        same('after it moved store is', moved.hosts, [db.ipv6.address, db.ipv6.address]),
        ...pings.map(answered),
        web.eth0.saw(echoRequest(web.ipv6, db.ipv6)),
      ],
    },
    {
      engines: '<28.0.0',
      because: 'the engine puts the new IPv4 address into all lines of the alias, that of the IPv6 one, too',
      instead: ({ web, db }, { states: [before, moved], actions, pings }) => [
        ...actions.map(succeeded),
        same('store is', before.hosts, before.addresses),
        different('db’s IPv6 addresses before and after', before.addresses[1], db.ipv6.address),
        same('after it moved store is', moved.hosts, [db.address, db.address]),
        ...pings.map(answered),
        web.eth0.saw(echoRequest(web.ipv6, db.ipv6)),
      ],
    },
  ],
  sabotage: withGiven({ web: container() }),
});
