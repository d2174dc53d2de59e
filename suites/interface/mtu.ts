import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  fragment,
  lanHost,
  syn,
  withGiven,
  withSegmentSize,
} from 'docknet';

const size = 1420; // of 1448 bytes with both headers: one packet at an MTU of 1500, two at 1400

export default conformance({
  id: 'interface/mtu',
  title:
    'the MTU of a network is that of its containers: their segments are shorter, and larger packets leave in parts',
  claim: documented('bridge-page', 'Options', 'com.docker.network.driver.mtu sets the MTU of the containers’ network.'),
  given: {
    app: bridge({ 'com.docker.network.driver.mtu': '1400' }),
    plain: bridge(),
    web: container({ on: 'app', serve: 80 }),
    control: container({ on: 'plain' }),
    server: lanHost(),
  },
  when: async ({ web, control, server, host }) => ({
    call: await web.get(server, 80),
    controlCall: await control.get(server, 80),
    ping: await web.ping(server, { size }),
    controlPing: await control.ping(server, { size }),
    fromHost: await host.get(web, 80),
  }),
  expect: ({ app, web, control, server }, { call, controlCall, ping, controlPing, fromHost }) => [
    answered(call),
    answered(controlCall),
    answered(fromHost),
    web.eth0.saw(withSegmentSize(1360, syn(web, server, 80))), // 40 bytes less than the MTU
    control.eth0.saw(withSegmentSize(1460, syn(control, server, 80))),
    web.eth0.saw(withSegmentSize(1360, syn(app.gateway, web, 80))), // the bridge has it too
    answered(ping),
    answered(controlPing),
    web.eth0.sawTimes(2, fragment(web, server)),
    control.eth0.neverSaw(fragment(control, server)),
  ],
  sabotage: withGiven({ app: bridge() }),
});
