import { answered, bridge, conformance, container, documented, failed, same, succeeded, withGiven } from 'docknet';

export default conformance({
  id: 'lifecycle/connected-twice',
  title: 'a container is not connected to a network that it is on, and the attempt changes nothing',
  claim: documented('net-connect', 'Description', 'A container is connected to a network once.'),
  given: { app: bridge(), blue: bridge(), web: container({ on: 'app', serve: 80 }), db: container({ on: 'app' }) },
  when: async ({ app, blue, web, db }) => {
    const state = async () => ({ address: web.address, interfaces: (await web.links()).map(({ name }) => name) });
    const before = await state();
    const again = await web.connect(app, { aliases: ['shop'] });
    const other = await web.connect(blue);
    const further = web.attachment(blue).address;
    const twice = await web.connect(blue);
    return {
      again,
      other,
      twice,
      before,
      after: await state(),
      further: [further, web.attachment(blue).address],
      page: await db.get(web.name, 80),
    };
  },
  expect: (_, { again, other, twice, before, after, further, page }) => [
    ...[again, twice].map((attempt) => failed(attempt, 'already exists in network')),
    succeeded(other),
    same('web’s address and interfaces are', after, { ...before, interfaces: [...before.interfaces, 'eth1'] }),
    same('its address on blue is', further[1], further[0]),
    answered(page),
  ],
  sabotage: withGiven({ web: container({ on: 'blue', serve: 80 }) }),
});
