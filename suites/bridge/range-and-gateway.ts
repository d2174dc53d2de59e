import {
  answered,
  arpRequest,
  conformance,
  container,
  documented,
  engine,
  same,
  succeeded,
  that,
  unanswered,
  withGiven,
} from 'docknet';

const bip = '10.83.0.1/24';
const [gateway, far] = ['10.83.0.9', '203.0.113.9'];
const briefly = { timeoutMs: 1000 };

export default conformance({
  id: 'bridge/range-and-gateway',
  title: 'docker0 gives addresses of fixed-cidr and the default-gateway, after the engine came back, too',
  claim: documented(
    'bridge-page',
    'Configure the default bridge network',
    'docker0 has the address and subnet of bip, containers get addresses of fixed-cidr and default-gateway as gateway.',
  ),
  given: {
    daemon: engine({ bip, 'fixed-cidr': '10.83.0.128/25', 'default-gateway': gateway, 'live-restore': true }),
    web: container({ stopSignal: 'SIGKILL' }),
    db: container({ stopSignal: 'SIGKILL' }),
    late: container({ started: false, stopSignal: 'SIGKILL' }),
  },
  when: async ({ web, db, late, host }) => {
    const network = await host.network('bridge');
    const before = await web.ping(far, briefly);
    const actions = [await host.restartEngine(), await late.start()];
    const outward = [before, await late.ping(far, briefly)];
    const routes = [await web.routes(), await db.routes(), await late.routes()];
    const gateways = routes.map((of) => of.find(({ to }) => to === 'default')?.via);
    return { network, actions, outward, gateways, ping: await late.ping(web) };
  },
  expect: ({ web, db, late, host }, { network, actions, outward, gateways, ping }) => [
    ...actions.map(succeeded),
    same('docker0’s subnet is', network?.subnet, '10.83.0.0/24'),
    ...[web, db, late].map(({ key, address }) =>
      that(`${key}’s address is of the range`, Number(address.split('.')[3]) >= 128, address),
    ),
    same('the gateways are', gateways, [gateway, gateway, gateway]),
    ...outward.map(unanswered), // nobody has the gateway’s address
    host.docker0.bridge.saw(arpRequest(gateway, { from: web })),
    host.docker0.bridge.saw(arpRequest(gateway, { from: late })),
    answered(ping),
  ],
  sabotage: withGiven({ daemon: engine({ bip, 'live-restore': true }) }),
  notOnHost: 'it restarts the engine',
});
