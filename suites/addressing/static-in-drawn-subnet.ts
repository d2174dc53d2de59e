import {
  addressIn,
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  failed,
  succeeded,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'addressing/static-in-drawn-subnet',
  title: 'a container gets the address it asks for on a network whose subnet the engine chose',
  claim: documented(
    'rn-29',
    '29.1',
    'A container can have an address of its own choice on a network that was created without a subnet.',
  ),
  given: { app: bridge(), db: container({ on: 'app' }), web: container() },
  when: async ({ app, db, web }) => {
    const address = addressIn(app.subnet, 99);
    return { address, connected: await web.connect(app, { ip: address }), ping: await db.ping(address) };
  },
  expect: ({ db }, { address, connected, ping }) => [
    succeeded(connected),
    answered(ping),
    db.eth0.saw(echoRequest(db, address)),
  ],
  known: [
    {
      engines: '<29.0.4',
      because: 'these engines take an address only on a network that was created with a subnet (moby #51583)',
      instead: (_, { connected, ping }) => [failed(connected, 'user configured subnets'), unanswered(ping)],
    },
  ],
  sabotage: withGiven({ app: bridge({}, { subnet: '10.30.6.0/24' }), db: container() }),
});
