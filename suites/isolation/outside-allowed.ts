import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
} from 'docknet';

export default conformance({
  id: 'isolation/outside-allowed',
  title: 'containers on isolated bridges reach the outside',
  claim: documented(
    'iptables',
    'understand docker isolation',
    'The isolation stages let containers reach the outside.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    redWeb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue' }),
    server: lanHost(),
  },
  when: async ({ redWeb, blueWeb, server }) => ({ red: await redWeb.ping(server), blue: await blueWeb.ping(server) }),
  expect: ({ red, blue, redWeb, blueWeb, host, server }, ping) => [
    answered(ping.red),
    journey([red.bridge, echoRequest(redWeb, server)], [host.uplink, echoRequest(host, server)]),
    journey([host.uplink, echoReply(server, host)], [red.bridge, echoReply(server, redWeb)]),
    answered(ping.blue),
    journey([blue.bridge, echoRequest(blueWeb, server)], [host.uplink, echoRequest(host, server)]),
    journey([host.uplink, echoReply(server, host)], [blue.bridge, echoReply(server, blueWeb)]),
  ],
  sabotage: ({ red }) => iptables(`-I FORWARD -i ${red.bridge.name} ! -o ${red.bridge.name} -j DROP`),
});
