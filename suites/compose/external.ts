import {
  answered,
  bridge,
  compose,
  conformance,
  container,
  documented,
  echoRequest,
  failed,
  lanHost,
  responded,
  same,
  succeeded,
  withGiven,
  type Network,
} from 'docknet';

export default conformance({
  id: 'compose/external',
  title: 'a project joins an external network that exists, leaves it behind, and does not start without it',
  claim: documented(
    'compose-ref',
    'networks: external',
    'An external network’s lifecycle is not the project’s: Compose does not create it, and fails if it does not exist.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    outer: bridge(),
    spare: bridge(),
    shop: compose(),
    web: container({ on: 'shop', alsoOn: ['outer'] }),
    db: container({ on: 'shop', alsoOn: ['spare'] }),
    peer: container({ on: 'outer', aliases: ['peer'] }),
  },
  when: async ({ outer, spare, shop, web, db, peer, host }) => {
    const idOf = async (network: Network) => (await host.network(network))?.id ?? null;
    const networks = async () => ({ outer: await idOf(outer), spare: await idOf(spare), shop: await idOf(shop) });
    const meet = async () => ({
      own: web.address,
      external: web.attachment(outer).address,
      queries: [await peer.query('web'), await db.query('web')] as const,
      isolated: [await db.query('peer'), await peer.query('db')],
      ping: await peer.ping('web'),
      ids: await networks(),
    });
    const first = await meet();
    const down = await host.composeDown(shop);
    const left = { ids: await networks(), query: await peer.query('web') };
    const up = await host.composeUp(shop);
    const second = await meet();
    const removed = [await host.composeDown(shop), await host.removeNetwork(spare)];
    const missing = await host.composeUp(shop);
    removed.push(await host.composeDown(shop)); // Compose may have made its own network before it failed
    return { rounds: [first, second], left, actions: [down, up, ...removed], missing, end: await idOf(spare) };
  },
  expect: ({ outer, spare, shop, peer }, { rounds, left, actions, missing, end }) => [
    ...rounds.flatMap(({ own, external, queries, isolated, ping, ids }) => [
      responded(queries[0], 'NOERROR', external),
      responded(queries[1], 'NOERROR', own),
      ...isolated.map((answer) => responded(answer, 'NXDOMAIN')),
      answered(ping),
      peer.eth0.saw(echoRequest(peer, external)),
      same('the external networks are', [ids.outer, ids.spare], [outer.id, spare.id]),
    ]),
    same('the project’s network at first is', rounds[0]?.ids.shop, shop.id),
    same('after down, the networks are', left.ids, { outer: outer.id, spare: spare.id, shop: null }),
    responded(left.query, 'NXDOMAIN'),
    ...actions.map(succeeded),
    failed(missing, spare.name, 'found'), // “could not be found” or “not found”, by Compose’s version
    same('the network that is missing is then', end, null),
  ],
  // The project's own.
  sabotage: withGiven({ spare: compose({ project: 'shop' }) }),
  needs: { dns: null },
});
