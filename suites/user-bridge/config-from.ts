import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  failed,
  same,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

const icc = 'com.docker.network.bridge.enable_icc';
const addressing = {
  subnet: '10.30.3.0/24',
  gateway: '10.30.3.9',
  reserved: ['10.30.3.1', '10.30.3.2'],
  ipv6: 'fd00:db8:37::/64',
};

export default conformance({
  id: 'user-bridge/config-from',
  title: 'a network created from a configuration has its subnet, gateway, reserved addresses and options',
  claim: documented(
    'net-create',
    '--config-from',
    'A network created with --config-only is a configuration that another takes over; no container is on it.',
  ),
  given: { app: bridge({}, { ipv6: 'fd00:db8:36::/64' }), web: container({ on: 'app' }), db: container({ on: 'app' }) },
  when: async ({ web, db, host }) => {
    const actions = [
      await host.createNetwork('config', { ...addressing, configOnly: true }, { [icc]: 'false' }),
      await host.createNetwork('red', { configFrom: 'config' }),
    ];
    const [config, red] = [await host.network('config'), await host.network('red')];
    const onConfig = await web.connect({ key: 'config', name: config?.name ?? 'config' });
    const network = { key: 'red', name: red?.name ?? 'red' };
    actions.push(await web.connect(network), await db.connect(network));
    const held = [web, db].map((each) => each.attachment(network).address);
    return {
      actions,
      onConfig,
      red: { subnet: red?.subnet, gateway: red?.gateway, ipv6: red?.ipv6?.subnet },
      held,
      beside: await web.ping(db),
      across: await web.ping(held[1] ?? '', { timeoutMs: 1000 }),
      gateway: await web.ping('10.30.3.9'),
      inUse: await host.removeNetwork('config'),
    };
  },
  expect: (_, { actions, onConfig, red, held, beside, across, gateway, inUse }) => [
    ...actions.map(succeeded),
    failed(onConfig, 'config'),
    failed(inUse, 'in use'),
    same('the network has', red, { subnet: addressing.subnet, gateway: addressing.gateway, ipv6: addressing.ipv6 }),
    same('the containers’ addresses there are', held, ['10.30.3.3', '10.30.3.4']),
    answered(gateway),
    answered(beside),
    unanswered(across),
  ],
  sabotage: withGiven({ db: container() }),
});
