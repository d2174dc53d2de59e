import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  failed,
  fromMac,
  sameLinks,
  succeeded,
  withGiven,
} from 'docknet';

const ip = '10.30.2.77';
const [webMac, dbMac] = ['02:00:5e:00:53:01', '02:00:5e:00:53:02'];

export default conformance({
  id: 'addressing/static-taken',
  title: 'a container whose chosen address another has meanwhile taken does not start',
  claim: documented(
    'net-connect',
    'Network implications',
    'A container with --ip is not started while another container has the address.',
  ),
  given: {
    app: bridge({}, { subnet: '10.30.2.0/24' }),
    web: container({ on: 'app', ip, mac: webMac }),
    db: container({ on: 'app', ip, mac: dbMac, started: false }),
    client: container({ on: 'app' }),
    control: container({ on: 'app' }),
  },
  when: async ({ web, db, client, control, host }) => {
    await web.stop();
    await db.start();
    const before = await host.links();
    const taken = await web.start();
    const after = await host.waitLinks(before);
    const toDb = await client.ping(ip);
    await db.remove();
    return { taken, before, after, again: await web.start(), pings: [toDb, await control.ping(web)] };
  },
  expect: ({ client, control }, { taken, before, after, again, pings }) => [
    failed(taken, 'ddress already in use'),
    sameLinks('the failed start leaves no interface', before, after),
    ...pings.map(answered),
    client.eth0.saw(fromMac(dbMac, echoReply(ip, client))),
    succeeded(again), // with db removed
    control.eth0.saw(fromMac(webMac, echoReply(ip, control))),
  ],
  sabotage: withGiven({ db: container({ on: 'app', mac: dbMac, started: false }) }),
});
