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
  when: async ({ blue, web, control }) => {
    const ask = async () => ({ red: await web.query('red-db'), blue: await web.query('blue-db') });
    const before = await ask();
    const connected = await web.connect(blue);
    const between = await ask();
    const [ping, inRed] = [await web.ping('blue-db'), await web.ping('red-db')];
    const elsewhere = await control.query('blue-db');
    const disconnected = await web.disconnect(blue);
    return { before, connected, between, ping, inRed, elsewhere, disconnected, after: await ask() };
  },
  expect: ({ web, redDb, blueDb }, { before, connected, between, ping, inRed, elsewhere, disconnected, after }) => [
    responded(before.red, 'NOERROR', redDb),
    responded(before.blue, 'NXDOMAIN'),
    succeeded(connected),
    responded(between.red, 'NOERROR', redDb),
    responded(between.blue, 'NOERROR', blueDb),
    answered(ping),
    blueDb.eth0.saw(anything({ to: blueDb, protocol: 'icmp' })),
    answered(inRed),
    redDb.eth0.saw(echoRequest(web, redDb)),
    redDb.eth0.neverSaw(anything({ to: blueDb })),
    responded(elsewhere, 'NXDOMAIN'),
    succeeded(disconnected),
    responded(after.red, 'NOERROR', redDb),
    responded(after.blue, 'NXDOMAIN'),
  ],
  sabotage: withGiven({ control: container({ on: 'red', alsoOn: ['blue'] }) }),
  needs: { dns: null },
});
