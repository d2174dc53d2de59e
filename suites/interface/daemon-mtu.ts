import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  engine,
  fragment,
  lanHost,
  syn,
  withGiven,
  withSegmentSize,
} from 'docknet';

const size = 1420; // of 1448 bytes with both headers: one packet at an MTU of 1500, two at 1400

export default conformance({
  id: 'interface/daemon-mtu',
  title: 'the engine’s mtu is that of docker0’s containers, and of no other network’s',
  claim: documented('dockerd', 'mtu', 'mtu is the MTU of the default bridge network.'),
  given: {
    daemon: engine({ mtu: 1400 }),
    app: bridge(),
    web: container(),
    control: container({ on: 'app' }),
    server: lanHost(),
  },
  when: async ({ web, control, server }) => ({
    calls: [await web.get(server, 80), await control.get(server, 80)],
    ping: await web.ping(server, { size }),
    controlPing: await control.ping(server, { size }),
  }),
  expect: ({ web, control, server }, { calls, ping, controlPing }) => [
    ...calls.map(answered),
    answered(ping),
    answered(controlPing),
    web.eth0.saw(withSegmentSize(1360, syn(web, server, 80))), // 40 bytes less than the MTU
    control.eth0.saw(withSegmentSize(1460, syn(control, server, 80))),
    web.eth0.sawTimes(2, fragment(web, server)),
    control.eth0.neverSaw(fragment(control, server)),
  ],
  sabotage: withGiven({ daemon: engine({}) }),
});
