import {
  answered,
  conformance,
  container,
  different,
  documented,
  echoRequest,
  internalBridge,
  none,
  same,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

const isolated = {
  'com.docker.network.bridge.gateway_mode_ipv4': 'isolated',
  'com.docker.network.bridge.gateway_mode_ipv6': 'isolated',
};

export default conformance({
  id: 'restart/isolated-kept',
  title: 'after an engine restart an isolated network still joins its containers, old and new, without the host',
  claim: documented(
    'ports',
    'Gateway modes',
    'In mode isolated, for internal networks alone, the bridge has no address: containers cannot reach the host by it.',
  ),
  given: {
    app: internalBridge(isolated, { ipv6: 'fd00:d0c:1::/64' }),
    red: internalBridge(),
    web: container({ on: 'app', restartAlways: true }),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
    late: container({ on: 'app', started: false }),
    redWeb: container({ on: 'red', restartAlways: true }),
  },
  when: async ({ app, web, db, late, redWeb, host }) => {
    const actions = [await host.restartEngine(), await web.waitRestarted(), await redWeb.waitRestarted()];
    actions.push(await db.start(), await late.start());
    const network = await host.network(app);
    const addresses = [...(await host.addresses()), ...(await host.addresses({ family: 6 }))];
    const inside = [await db.ping(web), await db.ping(web.ipv6), await late.ping(web), await late.ping(web.ipv6)];
    const control = await host.ping(redWeb);
    const apart = [await host.ping(web, { timeoutMs: 1000 }), await late.ping(host, { timeoutMs: 1000 })];
    return { actions, network, addresses, inside, control, apart };
  },
  expect: ({ app, red, redWeb }, { actions, network, addresses, inside, control, apart }) => [
    ...actions.map(succeeded),
    different('the network is', network, null),
    ...inside.map(answered),
    none(
      'the network’s bridge has no address',
      addresses.filter((one) => one.interface === app.bridge.name),
    ),
    same('the plain one’s has', addresses.find((one) => one.interface === red.bridge.name)?.address, red.gateway),
    answered(control),
    red.bridge.saw(echoRequest(red.gateway, redWeb)),
    ...apart.map(unanswered),
  ],
  sabotage: withGiven({ app: internalBridge({}, { ipv6: 'fd00:d0c:1::/64' }) }),
  needs: { 'live-restore': false },
  appliesTo: { engines: '>=28.0.0', because: 'the mode isolated came with engine 28' },
  notOnHost: 'it restarts the engine',
});
