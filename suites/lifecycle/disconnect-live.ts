import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  same,
  shell,
  succeeded,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'lifecycle/disconnect-live',
  title: 'disconnecting a running container takes that network’s interface and leaves the others',
  claim: documented(
    'bridge-page',
    'Disconnect a container from a user-defined bridge',
    'A running container can be disconnected from a network.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    web: container({ on: 'red', alsoOn: ['blue'], serve: 80 }),
    db: container({ on: 'blue', alsoOn: ['red'], serve: 80 }),
    client: container({ on: 'red', alsoOn: ['blue'] }),
  },
  when: async ({ red, blue, web, db, client, host }) => {
    const onRed = [web.address, db.attachment(red).address];
    const onBlue = [web.attachment(blue).address, db.address];
    const connections = await Promise.all(onRed.map((address) => client.openConnection(address, 80)));
    const before = await Promise.all(onBlue.map((address) => client.ping(address)));
    const veths = [...(await web.veths()), ...(await db.veths())].map(({ outside }) => outside?.name ?? '');
    // The second network of one container, and the first of the other.
    const actions = [await web.disconnect(blue), await db.disconnect(blue)];
    const links = (await host.links()).map(({ name }) => name);
    const held = [...(await web.addresses()), ...(await db.addresses())].filter(({ interface: of }) => of !== 'lo');
    return {
      onRed,
      onBlue,
      before,
      actions,
      veths: veths.map((name) => links.includes(name)),
      held: held.map(({ address }) => address),
      after: await Promise.all(onBlue.map((address) => client.ping(address, { timeoutMs: 1000 }))),
      kept: await Promise.all(connections.map((connection) => connection.exchange())),
      pings: [
        ...(await Promise.all(onRed.map((address) => client.ping(address)))),
        await host.ping(client.attachment(blue)),
      ],
    };
  },
  expect: ({ blue, client }, { onRed, onBlue, before, actions, veths, held, after, kept, pings }) => [
    ...actions.map(succeeded),
    ...[...before, ...kept, ...pings].map(answered),
    ...after.map(unanswered),
    same('their addresses are', held, onRed),
    same('of their four veths on the host are left', veths.filter(Boolean).length, 2),
    ...onBlue.map((address) => client.attachment(blue).point.sawTimes(1, echoReply(address, client.attachment(blue)))),
  ],
  sabotage: ({ red }) => shell(`ip link set ${red.bridge.name} down`),
});
