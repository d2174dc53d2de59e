import {
  announcement,
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  same,
  toMac,
  unanswered,
  withGiven,
} from 'docknet';

const ip = '10.30.2.77';
const [old, other] = ['02:00:5e:00:53:01', '02:00:5e:00:53:02'];

export default conformance({
  id: 'addressing/reused-address',
  title: 'a neighbour that knows a removed container’s MAC reaches the new container with its address',
  claim: documented(
    'rn-28',
    '28.0',
    'A starting container announces its address, so that neighbours replace what they know of an earlier owner.',
  ),
  given: {
    app: bridge({}, { subnet: '10.30.2.0/24' }),
    db: container({ on: 'app' }),
    web: container({ on: 'app', ip, mac: old }),
    late: container({ on: 'app', ip, mac: other, started: false }),
  },
  when: async ({ db, web, late, host }) => {
    const known = async () => (await db.neighbours()).find(({ address }) => address === ip)?.mac;
    const first = await db.ping(web);
    const before = await known();
    await web.remove();
    await late.start();
    return {
      first,
      before,
      after: await known(),
      second: await db.ping(ip, { timeoutMs: 1000 }),
      control: await host.ping(ip),
    };
  },
  expect: ({ db }, { first, before, after, second, control }) => [
    answered(first),
    answered(control), // the host did not know the old MAC address
    same('db knows the address at', before, old),
    same('and after the announcement at', after, other),
    answered(second),
    db.eth0.saw(announcement(ip)),
    db.eth0.sawTimes(1, toMac(old, echoRequest(db, ip))),
    db.eth0.sawTimes(1, toMac(other, echoRequest(db, ip))),
  ],
  sabotage: withGiven({ late: container({ on: 'app', mac: other, started: false }) }),
  known: [
    {
      engines: '<28.0.0',
      because: 'these engines announce nothing, and the neighbour sends to the old MAC address (until moby #48808)',
      instead: ({ db }, { first, before, after, second, control }) => [
        answered(first),
        answered(control),
        same('db knows the address at', before, old),
        same('and still at', after, old),
        unanswered(second),
        db.eth0.sawTimes(2, toMac(old, echoRequest(db, ip))),
      ],
    },
  ],
});
