import { answered, arpRequest, bridge, conformance, container, documented, succeeded, that, withGiven } from 'docknet';

const [first, second, third] = ['169.254.34.68', '169.254.34.69', '169.254.34.70'];

export default conformance({
  id: 'addressing/link-local',
  title: 'containers reach each other at addresses given with --link-local-ip, also after a restart',
  claim: documented(
    'net-connect',
    '--link-local-ip',
    'The option --link-local-ip adds a link-local address to the container’s own on that network.',
  ),
  given: { app: bridge(), control: container({ on: 'app' }), web: container(), db: container() },
  when: async ({ app, web, db }) => {
    const actions = [
      await web.connect(app, { linkLocal: [first] }),
      await db.connect(app, { linkLocal: [second, third] }),
    ];
    const pings = [await web.ping(second), await web.ping(third), await web.ping(db.attachment(app).address)];
    actions.push(await db.restart());
    const held = (await db.addresses()).map(({ address }) => address);
    return { actions, pings, own: db.attachment(app).address, held };
  },
  expect: ({ app, control, web }, { actions, pings, own, held }) => [
    ...actions.map(succeeded),
    ...pings.map(answered),
    control.eth0.saw(arpRequest(second, { from: first })),
    control.eth0.saw(arpRequest(own, { from: web.attachment(app) })),
    that(
      'after a restart it has all addresses',
      [own, second, third].every((address) => held.includes(address)),
      held,
    ),
  ],
  sabotage: withGiven({ app: bridge({ 'com.docker.network.bridge.enable_icc': 'false' }) }),
});
