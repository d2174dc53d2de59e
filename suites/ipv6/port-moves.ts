import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  answered,
  fromPort,
  iptables,
  journey,
  lanHost,
  succeeded,
  syn,
} from 'docknet';

const network = (n: number) => bridge({}, { ipv6: `fd00:d0c:${n}::/64` });

export default conformance({
  id: 'ipv6/port-moves',
  title: 'a published port and the way out move over IPv4 and IPv6 to the network that becomes the gateway, and back',
  claim: documented(
    'overview',
    'Connecting to multiple networks',
    'The network of the highest gw-priority is the gateway. It has the container’s published ports and its way out.',
  ),
  given: {
    red: network(1),
    blue: network(2),
    web: container({ on: 'red', serve: 80, publish: ['8080:80'] }),
    blueWeb: container({ on: 'blue' }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ blue, web, host, client }) => {
    const calls = async (n: number) => ({
      ipv4: await client.get(host, 8080, { sourcePort: 40000 + n }),
      ipv6: await client.get(host.ipv6, 8080, { sourcePort: 40000 + n }),
    });
    const before = await calls(0);
    const actions = [await web.connect(blue, { gatewayPriority: 1 })];
    const moved = { calls: await calls(1), ping: await web.ping(client.ipv6) };
    const there = { ipv4: web.attachment(blue).address, ipv6: web.attachment(blue).ipv6 };
    actions.push(await web.disconnect(blue));
    return { actions, there, moved, calls: [before, moved.calls, await calls(2)] };
  },
  expect: ({ red, blue, web, host, client }, { actions, there, moved, calls }) => {
    const leads = (
      n: number,
      ...[ipv4, ipv6]: readonly [readonly [typeof red, string], readonly [typeof red, string]]
    ) => [
      journey(
        [host.uplink, fromPort(40000 + n, syn(client, host, 8080))],
        [ipv4[0].bridge, fromPort(40000 + n, syn(client, ipv4[1], 80))],
      ),
      journey(
        [host.uplink, fromPort(40000 + n, syn(client.ipv6, host.ipv6, 8080))],
        [ipv6[0].bridge, fromPort(40000 + n, syn(client.ipv6, ipv6[1], 80))],
      ),
    ];
    return [
      ...actions.map(succeeded),
      ...calls.flatMap(({ ipv4, ipv6 }) => [clientSeenAs(ipv4, client), clientSeenAs(ipv6, client.ipv6)]),
      ...leads(0, [red, web.address], [red, web.ipv6.address]),
      ...leads(1, [blue, there.ipv4], [blue, there.ipv6.address]),
      ...leads(2, [red, web.address], [red, web.ipv6.address]),
      answered(moved.ping),
      journey([blue.bridge, echoRequest(there.ipv6, client.ipv6)], [host.uplink, echoRequest(host.ipv6, client.ipv6)]),
    ];
  },
  sabotage: ({ blue }) => iptables(`-I FORWARD -o ${blue.bridge.name} -p tcp -j DROP`),
  appliesTo: { engines: '>=28.0.0', because: 'gw-priority came with engine 28' },
});
