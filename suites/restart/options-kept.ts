import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  fromPort,
  lanHost,
  listening,
  same,
  succeeded,
  syn,
  unanswered,
  withGiven,
  withSegmentSize,
} from 'docknet';

const options = {
  'com.docker.network.driver.mtu': '1400',
  'com.docker.network.container_iface_prefix': 'lan',
  'com.docker.network.bridge.enable_icc': 'false',
  'com.docker.network.bridge.host_binding_ipv4': '{secondary}',
};

export default conformance({
  id: 'restart/options-kept',
  title: 'a network has its options, labels and subnet still after the engine was restarted, and after it was killed',
  claim: documented(
    'bridge-page',
    'Options',
    'The options are those of the network, for as long as it exists: MTU, names of interfaces, icc, the default ' +
      'address of published ports. Its labels and its subnet are its own, too.',
  ),
  given: {
    red: bridge(), // its subnet is free when the engine restarts
    app: bridge(options),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'], stopSignal: 'SIGKILL' }),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
    blue: bridge({ 'com.docker.network.bridge.enable_ip_masquerade': 'false' }),
    blueDb: container({ on: 'blue', stopSignal: 'SIGKILL' }),
    server: lanHost(),
  },
  when: async ({ red, app, web, db, blueDb, server, host }) => {
    const state = async (sourcePort: number) => ({
      network: await host.network(app),
      interfaces: (await web.links()).map(({ name }) => name),
      listeners: await host.listeners(),
      page: await web.get(server, 80, { sourcePort }),
      icc: await db.ping(web, { timeoutMs: 1000 }),
      gateway: await db.ping(app.gateway),
      outward: await blueDb.ping(server, { timeoutMs: 1000 }),
      own: web.address,
    });
    const states = [await state(40000)];
    const actions = [await host.removeNetwork(red), await host.restartEngine()];
    actions.push(await web.start(), await db.start(), await blueDb.start());
    states.push(await state(40001));
    actions.push(
      await host.killEngine(),
      await host.startEngine(),
      await web.start(),
      await db.start(),
      await blueDb.start(),
    );
    states.push(await state(40002));
    return { states, actions };
  },
  expect: ({ app, blueDb, host, server }, { states, actions }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ network, interfaces, listeners, page, icc, gateway }) => [
      same('the engine says of the network', network, states[0]?.network),
      same('web’s interfaces are', interfaces, ['lo', 'lan0']),
      listening(listeners, { protocol: 'tcp', address: host.secondaryAddress, port: 8080, program: 'docker-proxy' }),
      answered(page),
      unanswered(icc),
      answered(gateway),
    ]),
    host.uplink.sawTimes(3, echoRequest(blueDb, server)), // not masqueraded
    host.uplink.neverSaw(echoRequest(host, server)),
    ...states.map(({ own }, n) => app.bridge.saw(fromPort(40000 + n, withSegmentSize(1360, syn(own, server, 80))))),
  ],
  sabotage: withGiven({ app: bridge() }),
  needs: { 'live-restore': false, 'userland-proxy': true },
  notOnHost: 'it restarts the engine',
});
