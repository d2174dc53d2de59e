import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  same,
  succeeded,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const next = (publish: readonly string[]) =>
  container({ on: 'app', ip: '10.30.60.9', ip6: 'fd00:d0c:1::9', started: false, serve: 80, publish });

export default conformance({
  id: 'lifecycle/address-again',
  title: 'what is open for a container’s published port is shut for the next container with its address',
  claim: documented(
    'ports',
    'Direct routing',
    'With allow-direct-routing the published ports of a container are open at its address, and no other port.',
  ),
  given: {
    daemon: engine({ 'allow-direct-routing': true }),
    app: bridge({}, { subnet: '10.30.60.0/24', ipv6: 'fd00:d0c:1::/64' }),
    other: container({ on: 'app', serve: 80, publish: ['8081:80'] }),
    web: container({ on: 'app', ip: '10.30.60.9', ip6: 'fd00:d0c:1::9', serve: 80, publish: ['8080:80', '8082:80'] }),
    db: next([]),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ app, other, web, db, host, client }) => {
    await client.routeTo(app.subnet, host.address);
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    const addresses = [web.address, web.ipv6.address];
    const open = { ipv4: await client.get(web, 80), ipv6: await client.get(web.ipv6, 80) };
    const actions = [await web.remove(), await db.start()];
    const shut = [await client.get(db, 80, { timeoutMs: 1000 }), await client.get(db.ipv6, 80, { timeoutMs: 1000 })];
    const controls = { ipv4: await client.get(other, 80), ipv6: await client.get(other.ipv6, 80) };
    return { addresses, open, actions, shut, own: await host.get(db, 80), controls };
  },
  expect: ({ app, other, db, client }, { addresses, open, actions, shut, own, controls }) => [
    ...[open, controls].flatMap(({ ipv4, ipv6 }) => [clientSeenAs(ipv4, client), clientSeenAs(ipv6, client.ipv6)]),
    ...actions.map(succeeded),
    same('db has web’s former addresses,', [db.address, db.ipv6.address], addresses),
    ...shut.map(timedOut),
    clientSeenAs(own, app.gateway), // db serves port 80
    app.bridge.saw(syn(client, other, 80)),
    app.bridge.sawTimes(1, syn(client, db, 80)), // when it was web’s
    app.bridge.saw(anything({ protocol: 'tcp', from: client.ipv6, to: other.ipv6 })),
  ],
  sabotage: withGiven({ db: next(['8083:80']) }),
  appliesTo: { engines: '>=28.2.0', because: 'the setting allow-direct-routing came with engine 28.2' },
});
