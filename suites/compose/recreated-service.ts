import {
  answered,
  compose,
  conformance,
  container,
  different,
  documented,
  fin,
  lanHost,
  responded,
  reverseName,
  same,
  succeeded,
  syn,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'compose/recreated-service',
  title: 'a changed service comes back at another address under its name, and connections to the old one are closed',
  claim: documented(
    'compose-net',
    'Update containers on the network',
    'The old container is removed, and the new one joins the network with another address and the same name. The old ' +
      'address stops working, and connections to it are closed.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    shop: compose(),
    client: container({ on: 'shop' }),
    web: container({ on: 'shop', serve: 80 }),
    db: container({ on: 'shop', serve: 80 }),
    late: container({ on: 'shop', serve: 80, started: false }),
  },
  when: async ({ shop, client, web, db, late, host }) => {
    // The engine gives the lowest address that is free: another container takes web's, and leaves it free again.
    const first = web.address;
    const removed = [await web.remove(), await late.start()];
    const again = await host.composeUp(shop);
    const taken = { first, late: late.address, query: await client.query('web'), call: await client.get('web', 80) };
    const left = await late.remove();
    const old = { address: web.address, id: web.id };
    const [open, control] = [await client.openConnection(web, 80), await client.openConnection(db, 80)];
    const opened = [await open.exchange(), await control.exchange()];
    const changed = await host.composeUp(shop, { change: ['web'] });
    const [closed, stays] = [await open.exchange({ timeoutMs: 1000 }), await control.exchange()];
    await control.close();
    const names = [await client.query('web'), await client.query(web.name)];
    const gone = await client.query(reverseName(old.address), { type: 'PTR' });
    const calls = [await client.get('web', 80), await client.get(old.address, 80, { timeoutMs: 1000 })] as const;
    const unchanged = { query: await client.query('db'), id: db.id };
    return {
      taken,
      actions: [...removed, again, left, changed],
      old,
      opened,
      closed,
      stays,
      names,
      gone,
      calls,
      unchanged,
    };
  },
  expect: ({ client, web, db }, { taken, actions, old, opened, closed, stays, names, gone, calls, unchanged }) => [
    ...actions.map(succeeded),
    same('another container has the first address,', taken.late, taken.first),
    responded(taken.query, 'NOERROR', old.address),
    answered(taken.call),
    client.eth0.saw(syn(client, old.address, 80)),
    ...opened.map(answered),
    different('the containers before and after', old.id, web.id),
    different('their addresses', old.address, web.address),
    ...names.map((answer) => responded(answer, 'NOERROR', web)),
    responded(gone, 'NXDOMAIN'),
    answered(calls[0]),
    unanswered(calls[1]),
    unanswered(closed),
    client.eth0.saw(fin(old.address, 80, client)),
    answered(stays),
    responded(unchanged.query, 'NOERROR', db),
    same('the other service’s container is', unchanged.id, db.id),
  ],
  sabotage: withGiven({ db: container({ on: 'shop', service: 'web', serve: 80 }) }),
  needs: { dns: null },
});
