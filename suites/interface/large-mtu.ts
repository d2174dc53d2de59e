import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  fragment,
  succeeded,
  syn,
  withGiven,
  withSegmentSize,
} from 'docknet';

const size = 8000; // one packet at an MTU of 9000, six at 1500

export default conformance({
  id: 'interface/large-mtu',
  title: 'an MTU above 1500 holds on the whole way between containers and to the host: large packets pass in one piece',
  claim: documented('bridge-page', 'Options', 'com.docker.network.driver.mtu sets the MTU of the containers’ network.'),
  given: {
    app: bridge({ 'com.docker.network.driver.mtu': '9000' }),
    plain: bridge(),
    web: container({ on: 'app' }),
    db: container({ on: 'app', serve: 80 }),
    control: container({ on: 'plain' }),
  },
  when: async ({ app, plain, web, db, control, host }) => {
    const large = async () => [
      await web.ping(db, { size }),
      await web.ping(app.gateway, { size }),
      await host.ping(web, { size }),
    ];
    const first = await large();
    const page = await web.get(db, 80);
    const parts = await control.ping(plain.gateway, { size });
    const restarted = await web.restart();
    return { pings: [...first, ...(await large())], page, parts, restarted };
  },
  expect: ({ app, plain, web, db, control }, { pings, page, parts, restarted }) => [
    succeeded(restarted),
    ...[...pings, page, parts].map(answered),
    db.eth0.saw(echoRequest(web, db)),
    db.eth0.saw(echoReply(db, web)),
    db.eth0.neverSaw(fragment(web, db)),
    app.bridge.saw(echoRequest(app.gateway, web)),
    app.bridge.neverSaw(fragment(app.gateway, web)),
    plain.bridge.saw(fragment(plain.gateway, control)),
    db.eth0.saw(withSegmentSize(8960, syn(web, db, 80))), // 40 bytes less than the MTU
  ],
  sabotage: withGiven({ app: bridge() }),
});
