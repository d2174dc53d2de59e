import { answered, conformance, container, documented, engine, same, succeeded, that, withGiven } from 'docknet';

const settings = { bip: '10.83.0.1/24', 'fixed-cidr': '10.83.0.64/26' };
const [range, moved] = [{ 'fixed-cidr': '10.83.0.128/26' }, { bip: '10.84.0.1/24', 'fixed-cidr': '10.84.0.64/26' }];
const hostPart = (address: string) => Number(address.split('.')[3]);

export default conformance({
  id: 'bridge/range-changes',
  title: 'docker0 follows bip and fixed-cidr when they change, and its containers do',
  claim: documented(
    'rn-28',
    '28.0',
    'A change of fixed-cidr, like one of bip, is in force from the engine’s next start.',
  ),
  given: {
    daemon: engine(settings),
    db: container({ stopSignal: 'SIGKILL' }),
    web: container({ stopSignal: 'SIGKILL' }),
  },
  when: async ({ db, web, host }) => {
    const state = async () => ({
      addresses: [db.address, web.address],
      gateways: (await host.addresses()).filter((one) => one.interface === 'docker0').map(({ address }) => address),
      subnet: (await host.network('bridge'))?.subnet,
      ping: await web.ping(db),
      outward: await web.ping(host.address),
    });
    const before = await state();
    const actions = [await host.restartEngine({ ...settings, ...range }), await db.start(), await web.start()];
    const ranged = await state();
    actions.push(await host.restartEngine(moved), await db.start(), await web.start());
    return { actions, before, ranged, moved: await state() };
  },
  expect: (_, { actions, before, ranged, moved: last }) => [
    ...actions.map(succeeded),
    ...[before, ranged, last].flatMap(({ ping, outward }) => [answered(ping), answered(outward)]),
    ...[...before.addresses, ...last.addresses].map((address) =>
      that('the address is of the range', hostPart(address) >= 64 && hostPart(address) < 128, address),
    ),
    ...ranged.addresses.map((address) =>
      that('the address is of the new range', hostPart(address) >= 128 && hostPart(address) < 192, address),
    ),
    same('docker0 has', [...before.gateways, ...ranged.gateways], ['10.83.0.1', '10.83.0.1']),
    same('docker0’s addresses with another bip are', last.gateways, ['10.84.0.1']),
    same('its subnet is', last.subnet, '10.84.0.0/24'),
  ],
  sabotage: withGiven({ daemon: engine({ bip: '10.83.0.1/24' }) }),
  notOnHost: 'it restarts the engine',
});
