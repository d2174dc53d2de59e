import {
  answered,
  conformance,
  container,
  documented,
  engine,
  neighbourSolicitation,
  same,
  succeeded,
  that,
  unanswered,
  withGiven,
} from 'docknet';

const bip6 = 'fd00:d0c:83::1/64';
const [gateway, range, far] = ['fd00:d0c:83::9', 'fd00:d0c:83:0:a:', '2001:db8:9::9'];
const briefly = { timeoutMs: 1000 };

export default conformance({
  id: 'ipv6/docker0-range',
  title: 'docker0 gives addresses of fixed-cidr-v6 and the default-gateway-v6, after the engine came back, too',
  claim: documented(
    'bridge-page',
    'Use IPv6 with the default bridge network',
    'bip6 has docker0’s address and subnet, fixed-cidr-v6 the range of containers’ addresses, default-gateway-v6 ' +
      'their gateway.',
  ),
  given: {
    daemon: engine({
      ipv6: true,
      bip6,
      'fixed-cidr-v6': `${range}:/80`,
      'default-gateway-v6': gateway,
      'live-restore': true,
    }),
    web: container({ stopSignal: 'SIGKILL' }),
    db: container({ stopSignal: 'SIGKILL' }),
    late: container({ started: false, stopSignal: 'SIGKILL' }),
  },
  when: async ({ web, db, late, host }) => {
    const network = await host.network('bridge');
    const before = await web.ping(far, briefly);
    const actions = [await host.restartEngine(), await late.start()];
    const outward = [before, await late.ping(far, briefly)];
    const routes = [web, db, late].map((one) => one.routes({ family: 6 }));
    const gateways = (await Promise.all(routes)).map((of) => of.find(({ to }) => to === 'default')?.via);
    return { network, actions, outward, gateways, ping: await late.ping(web.ipv6) };
  },
  expect: ({ web, db, late, host }, { network, actions, outward, gateways, ping }) => [
    ...actions.map(succeeded),
    same('docker0’s subnet is', network?.ipv6?.subnet, 'fd00:d0c:83::/64'),
    ...[web, db, late].map(({ key, ipv6 }) =>
      that(`${key}’s address is of the range`, ipv6.address.startsWith(range), ipv6.address),
    ),
    same('the gateways are', gateways, [gateway, gateway, gateway]),
    ...outward.map(unanswered), // nobody has the gateway’s address
    host.docker0.bridge.saw(neighbourSolicitation(gateway, { from: web.ipv6 })),
    host.docker0.bridge.saw(neighbourSolicitation(gateway, { from: late.ipv6 })),
    answered(ping),
  ],
  sabotage: withGiven({ daemon: engine({ ipv6: true, bip6, 'live-restore': true }) }),
  appliesTo: { engines: '>=28.0.0', because: 'the setting bip6 came with engine 28' },
  notOnHost: 'it restarts the engine',
});
