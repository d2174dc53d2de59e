import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  engine,
  unanswered,
  withGiven,
} from 'docknet';

const icc = 'com.docker.network.bridge.enable_icc';

export default conformance({
  id: 'user-bridge/default-options',
  title: 'default-network-opts hold for new networks of that driver, and an option of the network’s own comes first',
  claim: documented(
    'dockerd',
    'default-network-opts',
    'The engine’s default-network-opts are the options of new networks; --opt overrides them.',
  ),
  given: {
    daemon: engine({ 'default-network-opts': { bridge: { [icc]: 'false' } } }),
    red: bridge(),
    blue: bridge({ [icc]: 'true' }),
    redWeb: container({ on: 'red' }),
    redDb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue' }),
    blueDb: container({ on: 'blue' }),
  },
  when: async ({ redWeb, redDb, blueWeb, blueDb, host }) => ({
    closed: await redWeb.ping(redDb, { timeoutMs: 1000 }),
    open: await blueWeb.ping(blueDb),
    control: await host.ping(redDb),
  }),
  expect: ({ red, redWeb, redDb, blueWeb, blueDb }, { closed, open, control }) => [
    unanswered(closed),
    redWeb.eth0.saw(echoRequest(redWeb, redDb)),
    answered(control),
    redDb.eth0.saw(echoRequest(red.gateway, redDb)),
    redDb.eth0.neverSaw(echoRequest(redWeb, redDb)),
    answered(open),
    blueDb.eth0.saw(echoRequest(blueWeb, blueDb)),
  ],
  sabotage: withGiven({ daemon: engine({}) }),
  appliesTo: { engines: '>=24.0.0', because: 'the setting came with engine 24' },
});
