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
    'The isolation stages leave containers free to reach the outside world.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    rose: container({ on: 'red' }),
    sky: container({ on: 'blue' }),
    server: lanHost(),
  },
  when: async ({ rose, sky, server }) => ({ red: await rose.ping(server), blue: await sky.ping(server) }),
  expect: ({ red, blue, rose, sky, host, server }, ping) => [
    answered(ping.red),
    journey([red.bridge, echoRequest(rose, server)], [host.uplink, echoRequest(host, server)]),
    journey([host.uplink, echoReply(server, host)], [red.bridge, echoReply(server, rose)]),
    answered(ping.blue),
    journey([blue.bridge, echoRequest(sky, server)], [host.uplink, echoRequest(host, server)]),
    journey([host.uplink, echoReply(server, host)], [blue.bridge, echoReply(server, sky)]),
  ],
  sabotage: ({ red }) => iptables(`-I DOCKER-USER -i ${red.bridge.name} ! -o ${red.bridge.name} -j DROP`),
});
