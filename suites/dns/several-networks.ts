import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  lanHost,
  responded,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/several-networks',
  title: 'a container resolves the names of every network it is on, from connect to disconnect',
  claim: documented(
    'dns-page',
    'Names the embedded DNS server resolves itself',
    'Names are resolved on the networks the container is connected to.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    red: bridge(),
    blue: bridge(),
    redDb: container({ on: 'red', aliases: ['red-db'] }),
    blueDb: container({ on: 'blue', aliases: ['blue-db'] }),
    control: container({ on: 'red' }),
    web: container({ on: 'red' }),
  },
  when: async ({ red, blue, blueDb, web, control }) => {
    const ask = async () => ({ red: await web.query('red-db'), blue: await web.query('blue-db') });
    const before = await ask();
    const connected = await web.connect(blue, { aliases: ['guest'] });
    const there = web.attachment(blue).address;
    const guest = [await blueDb.query('guest'), await control.query('guest')] as const;
    const long = [await web.query(`blue-db.${blue.name}`), await web.query(`blue-db.${red.name}`)] as const;
    const between = await ask();
    const [ping, inRed] = [await web.ping('blue-db'), await web.ping('red-db')];
    const elsewhere = await control.query('blue-db');
    const disconnected = await web.disconnect(blue);
    const gone = await blueDb.query('guest');
    return {
      there,
      guest,
      long,
      gone,
      before,
      connected,
      between,
      ping,
      inRed,
      elsewhere,
      disconnected,
      after: await ask(),
    };
  },
  expect: ({ web, redDb, blueDb }, outcome) => [
    responded(outcome.before.red, 'NOERROR', redDb),
    responded(outcome.before.blue, 'NXDOMAIN'),
    succeeded(outcome.connected),
    responded(outcome.between.red, 'NOERROR', redDb),
    responded(outcome.between.blue, 'NOERROR', blueDb),
    answered(outcome.ping),
    blueDb.eth0.saw(anything({ to: blueDb, protocol: 'icmp' })),
    answered(outcome.inRed),
    redDb.eth0.saw(echoRequest(web, redDb)),
    redDb.eth0.neverSaw(anything({ to: blueDb })),
    responded(outcome.elsewhere, 'NXDOMAIN'),
    succeeded(outcome.disconnected),
    responded(outcome.after.red, 'NOERROR', redDb),
    responded(outcome.after.blue, 'NXDOMAIN'),
    responded(outcome.guest[0], 'NOERROR', outcome.there), // the alias given with the network
    responded(outcome.guest[1], 'NXDOMAIN'),
    responded(outcome.long[0], 'NOERROR', blueDb),
    responded(outcome.long[1], 'NXDOMAIN'),
    responded(outcome.gone, 'NXDOMAIN'),
  ],
  sabotage: withGiven({ control: container({ on: 'red', alsoOn: ['blue'] }) }),
  needs: { dns: null },
});
