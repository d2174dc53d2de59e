import {
  answered,
  bridge,
  conformance,
  container,
  different,
  documented,
  echoReply,
  echoRequest,
  fromMac,
  same,
  that,
  withGiven,
} from 'docknet';

/** 10.30.2.5 in a MAC address of the engine's: 02:42:ac:1e:02:05. */
const macOf = (address: string) =>
  ['02', '42', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');
const isLocal = (mac: string) => (Number.parseInt(mac.slice(0, 2), 16) & 3) === 2;

export default conformance({
  id: 'addressing/mac',
  title: 'a container’s MAC address is made from its IPv4 address',
  claim: documented(
    'run-20.10',
    'Network settings',
    'Without --mac-address the engine makes a container’s MAC address from its IP address.',
  ),
  given: {
    app: bridge({}, { subnet: '10.30.2.0/24' }),
    web: container({ on: 'app', ip: '10.30.2.5' }),
    db: container({ on: 'app' }),
    late: container({ on: 'app', ip: '10.30.2.5', started: false }),
  },
  when: async ({ web, db, late }) => {
    const ping = await web.ping(db);
    const inside = (await web.links()).find(({ name }) => name === 'eth0')?.mac ?? '';
    await web.remove();
    await late.start();
    return { ping, inside, pings: [await db.ping(late)] };
  },
  expect: ({ db, late }, { ping, inside, pings }) => [
    answered(ping),
    ...pings.map(answered),
    same('web’s interface has', inside, macOf('10.30.2.5')),
    db.eth0.saw(fromMac(macOf('10.30.2.5'), echoRequest(late, db))),
    db.eth0.saw(fromMac(macOf(db.address), echoReply(db, late))),
    same('the new container with web’s address has', late.mac, inside),
    same('the engine says that db has', db.mac, macOf(db.address)),
  ],
  sabotage: withGiven({ late: container({ on: 'app', ip: '10.30.2.5', mac: '00:00:5e:00:53:01', started: false }) }),
  known: [
    {
      engines: '>=28.0.0',
      because: 'the MAC address is random since 28.0, and announced when the container starts (moby #48808)',
      instead: ({ db, late }, { ping, inside, pings }) => [
        answered(ping),
        ...pings.map(answered),
        db.eth0.saw(fromMac(inside, echoRequest('10.30.2.5', db))),
        db.eth0.saw(fromMac(late.mac, echoReply(late, db))),
        db.eth0.saw(fromMac(db.mac, echoReply(db, late))),
        different('the MAC addresses of two containers with the same address', inside, late.mac),
        that('each is locally administered', [inside, late.mac, db.mac].every(isLocal), [inside, late.mac, db.mac]),
      ],
    },
  ],
});
