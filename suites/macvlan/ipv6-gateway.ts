import {
  answered,
  conformance,
  container,
  documented,
  macvlan,
  neighbourSolicitation,
  same,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

const subnets = ['10.64.0.0/24', 'fd00:d0c:64::/64'];
const [gateway, gateway6, far, far6] = ['10.64.0.9', 'fd00:d0c:64::9', '203.0.113.9', '2001:db8:9::9'];

export default conformance({
  id: 'macvlan/ipv6-gateway',
  title: 'a macvlan network’s IPv4 and IPv6 subnets and gateways hold, after an engine restart, too',
  claim: documented(
    'macvlan-page',
    'Use IPv6',
    'A macvlan network can have IPv4 and IPv6 subnets with a gateway of each family.',
  ),
  given: {
    lan: macvlan({ subnets, gateway: [gateway, gateway6] }),
    web: container({ on: 'lan', stopSignal: 'SIGKILL' }),
    db: container({ on: 'lan', stopSignal: 'SIGKILL' }),
  },
  when: async ({ web, db, host }) => {
    const routeOf = async (family: 4 | 6) =>
      (await web.routes({ family })).filter(({ to }) => to === 'default').map(({ via }) => via);
    const state = async () => ({
      gateways: [await routeOf(4), await routeOf(6)],
      inside: [await web.ping(db), await web.ping(db.ipv6)],
      outward: [await web.ping(far, { timeoutMs: 1000 }), await web.ping(far6, { timeoutMs: 1000 })],
    });
    const states = [await state()];
    const actions = [await host.restartEngine(), await web.start(), await db.start()];
    states.push(await state());
    return { actions, states };
  },
  expect: ({ web, host }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ gateways, inside, outward }) => [
      same('the gateways are', gateways, [[gateway], [gateway6]]),
      ...inside.map(answered),
      ...outward.map(unanswered), // nobody has the gateways’ addresses
    ]),
    host.uplink.saw(neighbourSolicitation(gateway6, { from: web.ipv6 })),
  ],
  sabotage: withGiven({ lan: macvlan({ subnets, gateway: [gateway, 'fd00:d0c:64::7'] }) }),
  needs: { 'live-restore': false },
  notOnHost: 'it restarts the engine',
});
