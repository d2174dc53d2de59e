import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  journey,
  lanHost,
  same,
  succeeded,
  withGiven,
} from 'docknet';

const driverOptions = {
  'com.docker.network.endpoint.ifname': 'back0',
  'com.docker.network.endpoint.sysctls': 'net.ipv4.conf.IFNAME.arp_ignore=8',
};

export default conformance({
  id: 'lifecycle/connect-stopped-settings',
  title: 'a stopped container that is connected to a network has its gateway and interface settings when it starts',
  claim: documented(
    'net-connect',
    'Description',
    'A container that is not running can be connected to a network; --gw-priority and --driver-opt hold from its ' +
      'next start on.',
  ),
  given: {
    blue: bridge(),
    red: bridge(),
    web: container({ on: 'blue' }),
    db: container({ on: 'blue', started: false }),
    redDb: container({ on: 'red' }),
    server: lanHost(),
  },
  when: async ({ red, web, db, redDb, server }) => {
    const state = async (of: typeof web) => ({
      pings: [await of.ping(server), await of.ping(redDb)],
      interfaces: (await of.links()).map(({ name }) => name).sort(),
      gateways: (await of.routes()).filter(({ to }) => to === 'default').map(({ via }) => via),
      ignore: (await of.read('/proc/sys/net/ipv4/conf/back0/arp_ignore')).trim(),
    });
    const actions = [await web.stop(), await db.create()];
    for (const one of [web, db]) {
      actions.push(await one.connect(red, { gatewayPriority: 1, driverOptions }), await one.start());
    }
    const states = [await state(web), await state(db)];
    actions.push(await web.restart(), await db.restart());
    return { actions, states: [...states, await state(web), await state(db)] };
  },
  expect: ({ red, web, host, server }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ pings, interfaces, gateways, ignore }) => [
      ...pings.map(answered),
      same('the interfaces are', interfaces, ['back0', 'eth0', 'lo']),
      same('the default route leads to', gateways, [red.gateway]),
      same('arp_ignore on red is', ignore, '8'),
    ]),
    journey([red.bridge, echoRequest(web.attachment(red), server)], [host.uplink, echoRequest(host, server)]),
  ],
  appliesTo: { engines: '>=28.0.0', because: 'the gateway priority and interface names came with 28.0' },
  sabotage: withGiven({ web: container({ on: 'red' }) }),
});
