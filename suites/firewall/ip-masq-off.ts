import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  engine,
  journey,
  lanHost,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'firewall/ip-masq-off',
  title: 'with ip-masq off docker0’s containers keep their addresses on the way out, and others are masqueraded',
  claim: documented('dockerd', 'ip-masq', 'ip-masq is about the default bridge network.'),
  given: {
    daemon: engine({ 'ip-masq': false }),
    red: bridge(),
    web: container(),
    redWeb: container({ on: 'red' }),
    server: lanHost(),
  },
  when: async ({ web, redWeb, server }) => ({
    plain: await web.ping(server, { timeoutMs: 1000 }),
    user: await redWeb.ping(server),
  }),
  expect: ({ red, web, redWeb, host, server }, { plain, user }) => [
    journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(web, server)]),
    unanswered(plain), // server has no route back
    answered(user),
    journey([red.bridge, echoRequest(redWeb, server)], [host.uplink, echoRequest(host, server)]),
    host.uplink.sawTimes(1, echoRequest(host, server)),
  ],
  sabotage: withGiven({ daemon: engine({}) }),
});
