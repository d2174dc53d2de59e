import { answered, bridge, conformance, container, documented, engine, failed, same, withGiven } from 'docknet';

const subnet = '10.30.2.0/24';
const addressing = { subnet, range: '10.30.2.0/29', gateway: '10.30.2.2', reserved: ['10.30.2.3'] };

export default conformance({
  id: 'restart/live-addresses',
  title: 'with live-restore no new container or network gets an address that is taken, reserved or out of range',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Containers that go on while the engine restarts keep their addresses, so the engine gives them to no other; the ' +
      'network keeps its range, gateway and reserved addresses.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    app: bridge({}, addressing),
    web: container({ on: 'app', stopSignal: 'SIGKILL' }),
    db: container({ on: 'app', ip: '10.30.2.4', stopSignal: 'SIGKILL' }),
    late: container({ on: 'app', started: false }),
    next: container({ on: 'app', started: false }),
    same: container({ on: 'app', ip: '10.30.2.4', started: false }),
  },
  when: async ({ web, db, late, next, same: taken, host }) => {
    await host.restartEngine();
    await late.start();
    const pings = [await late.ping(web), await late.ping(db), await web.ping(late)];
    await host.killEngine();
    await host.startEngine();
    await next.start();
    pings.push(await next.ping(web), await next.ping(db), await next.ping(late));
    return {
      pings,
      addresses: [web, db, late, next].map(({ address }) => address),
      refused: [await taken.start(), await host.createNetwork('red', { subnet })],
    };
  },
  expect: (_, { pings, addresses, refused }) => [
    ...pings.map(answered),
    same(
      'the addresses of web, db and the new ones are',
      addresses,
      [1, 4, 5, 6].map((n) => `10.30.2.${n}`),
    ),
    ...refused.map((action, n) => failed(action, n === 0 ? 'already in use' : 'overlaps')),
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': false }) }),
});
