import {
  anything,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  lanHost,
  same,
  shell,
  succeeded,
  syn,
} from 'docknet';

export default conformance({
  id: 'publish/proxied-moves',
  title: 'what docker-proxy carries over IPv6 to an IPv4-only container moves to the network that becomes its gateway',
  claim: documented(
    'overview',
    'Connecting to multiple networks',
    'The network of the highest gw-priority is the gateway. It has the container’s published ports and its way out.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    web: container({ on: 'red', serve: 80, serveUdp: 5000, publish: ['8080:80', '4000:5000/udp'] }),
    blueWeb: container({ on: 'blue' }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ blue, web, host, client }) => {
    const state = async () => ({
      calls: [await client.get(host.ipv6, 8080), await client.udpEcho(host.ipv6, 4000, { sourcePort: 40000 })],
      port: web.publishedPort('80/tcp'),
    });
    const states = [await state()];
    const actions = [await web.connect(blue, { gatewayPriority: 1 })];
    const there = web.attachment(blue).address;
    states.push(await state());
    actions.push(await web.disconnect(blue));
    return { actions, there, states: [...states, await state()] };
  },
  expect: ({ red, blue, web }, { actions, there, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ calls, port }, n) => [
      ...calls.map((call) => clientSeenAs(call, (n === 1 ? blue : red).gateway)),
      same('the published port is', port, 8080),
    ]),
    red.bridge.sawTimes(2, syn(red.gateway, web, 80)),
    red.bridge.sawTimes(2, anything({ protocol: 'udp', from: red.gateway, to: web, port: 5000 })),
    blue.bridge.sawTimes(1, syn(blue.gateway, there, 80)),
    blue.bridge.sawTimes(1, anything({ protocol: 'udp', from: blue.gateway, to: there, port: 5000 })),
  ],
  // Keeps docker-proxy's connections out of the second network.
  sabotage: ({ blue }) => shell(`iptables -I OUTPUT -o ${blue.bridge.name} -j DROP`),
  needs: { 'userland-proxy': true },
  appliesTo: { engines: '>=28.0.0', because: 'gw-priority came with engine 28' },
});
