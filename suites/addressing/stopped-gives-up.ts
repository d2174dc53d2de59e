import {
  answered,
  arpReply,
  bridge,
  conformance,
  container,
  different,
  documented,
  echoReply,
  same,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'addressing/stopped-gives-up',
  title: 'a stopped container’s address goes to a new one, and the first gets another at its start',
  claim: documented(
    'net-connect',
    'Network implications',
    'While a container is stopped its address may go to another, unless it was chosen outside the range.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app', serve: 80 }),
    db: container({ on: 'app', started: false }),
    client: container({ on: 'app' }),
  },
  when: async ({ web, db, client }) => {
    const old = web.address;
    const before = await client.ping(web);
    await web.stop();
    await db.start();
    await web.start();
    return { old, pings: [before, await client.ping(db), await client.ping(web)], page: await client.get(web, 80) };
  },
  expect: ({ web, db, client }, { old, pings, page }) => [
    same('db has web’s former address,', db.address, old),
    different('web’s addresses before and after', web.address, old),
    ...pings.map(answered),
    answered(page),
    client.eth0.sawTimes(2, echoReply(db, client)),
    client.eth0.sawTimes(1, echoReply(web, client)),
    client.eth0.saw(arpReply(web)),
  ],
  sabotage: withGiven({ db: container({ started: false }) }),
});
