import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  failed,
  lanHost,
  responded,
  same,
  sameLinks,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'lifecycle/failed-connect',
  title: 'a running container that cannot be connected to a network stays as it was, and can be connected later',
  claim: documented(
    'net-connect',
    '--ip',
    'An address chosen with --ip is of the network’s subnet, and no other container’s.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    app: bridge(),
    blue: bridge({}, { subnet: '10.30.3.0/24' }),
    web: container({ on: 'app' }),
    db: container({ on: 'blue', ip: '10.30.3.2' }),
  },
  when: async ({ blue, web, db, resolver, host }) => {
    const state = async () => ({ routes: await web.routes(), file: await web.hostsFile() });
    const [links, before] = [await host.links(), await state()];
    const failures = [
      await web.connect(blue, { ip: '10.30.3.2', aliases: ['shop'] }),
      await web.connect(blue, { ip: '10.30.4.2', aliases: ['shop'] }),
    ];
    const left = { links: await host.links(), ...(await state()) };
    const alias = await db.query('shop');
    const ping = await web.ping(resolver);
    const connected = await web.connect(blue, { aliases: ['shop'] });
    return { links, before, failures, left, alias, ping, connected, later: await db.query('shop') };
  },
  expect: ({ app, blue, web, resolver }, { links, before, failures, left, alias, ping, connected, later }) => [
    ...failures.map((action, n) => failed(action, n === 0 ? 'already in use' : '10.30.4.2')),
    sameLinks('the failures leave no interface', links, left.links),
    same('web’s routes are', left.routes, before.routes),
    same('web’s hosts file is', left.file, before.file),
    responded(alias, 'NXDOMAIN'),
    answered(ping),
    app.bridge.saw(echoRequest(web, resolver)),
    succeeded(connected),
    same('connected then, it has the first free address,', web.attachment(blue).address, '10.30.3.3'),
    responded(later, 'NOERROR', '10.30.3.3'),
  ],
  sabotage: withGiven({ db: container({ on: 'blue', ip: '10.30.3.7' }) }),
  needs: { dns: null },
});
