import {
  bridge,
  broadcastOf,
  conformance,
  container,
  documented,
  echoRequest,
  fromMac,
  lanHost,
  toMac,
  withGiven,
} from 'docknet';

const group = '239.1.2.3';

export default conformance({
  id: 'bridge/one-segment',
  title: 'containers of one bridge are like machines on one switch: each gets what is sent to all or to a group',
  claim: documented(
    'security',
    'Kernel namespaces',
    'Containers on a bridge are like physical machines connected through a common Ethernet switch.',
  ),
  given: {
    app: bridge(),
    red: bridge(),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
    control: container({ on: 'app' }),
    redWeb: container({ on: 'red' }),
    server: lanHost(),
  },
  when: async ({ app, web, redWeb, server }) => {
    await web.ping(broadcastOf(app.subnet), { timeoutMs: 100 }); // nobody answers (icmp_echo_ignore_broadcasts)
    await web.ping(group, { timeoutMs: 100 });
    return redWeb.ping(server);
  },
  expect: ({ app, web, db, control, redWeb, server, host }) => {
    const toAll = fromMac(web.mac, toMac('ff:ff:ff:ff:ff:ff', echoRequest(web, broadcastOf(app.subnet))));
    const toGroup = fromMac(web.mac, toMac('01:00:5e:01:02:03', echoRequest(web, group))); // RFC 1112, section 6.4
    return [
      db.eth0.sawTimes(1, toAll),
      control.eth0.sawTimes(1, toAll),
      db.eth0.sawTimes(1, toGroup),
      control.eth0.sawTimes(1, toGroup),
      redWeb.eth0.saw(echoRequest(redWeb, server)),
      redWeb.eth0.neverSaw(echoRequest(web, broadcastOf(app.subnet))),
      redWeb.eth0.neverSaw(echoRequest(web, group)),
      host.uplink.saw(echoRequest(host, server)),
      host.uplink.neverSaw(echoRequest(web, broadcastOf(app.subnet))),
      host.uplink.neverSaw(echoRequest(web, group)),
    ];
  },
  sabotage: withGiven({ blue: bridge(), control: container({ on: 'blue' }) }),
});
