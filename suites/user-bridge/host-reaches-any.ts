import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  lanHost,
} from 'docknet';

export default conformance({
  id: 'user-bridge/host-reaches-any',
  title: 'the host reaches containers on every bridge network',
  claim: documented(
    'notes',
    '3.4. Other aspect of bridge networks',
    'The host reaches all containers on any Docker bridge network by address.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    redWeb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue', serve: 80 }),
    server: lanHost(),
  },
  when: async ({ host, redWeb, blueWeb, server }) => {
    const [ping, call, control] = await Promise.all([host.ping(redWeb), host.get(blueWeb, 80), host.ping(server)]);
    return { ping, call, control };
  },
  expect: ({ host, red, blue, redWeb, blueWeb, server }, { ping, call }) => [
    answered(ping),
    red.bridge.saw(echoRequest(red.gateway, redWeb)),
    red.bridge.saw(echoReply(redWeb, red.gateway)),
    answered(call),
    blue.bridge.saw(anything({ protocol: 'tcp', from: blue.gateway, to: blueWeb, port: 80 })),
    host.uplink.saw(echoRequest(host, server)), // control: the uplink is recorded
    host.uplink.neverSaw(anything({ to: redWeb })),
    host.uplink.neverSaw(anything({ to: blueWeb })),
  ],
  sabotage: ({ blue }) => iptables(`-I OUTPUT -o ${blue.bridge.name} -j DROP`),
});
