import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  lanHost,
  succeeded,
  withGiven,
} from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options, { ipv6: 'fd00:d0c:1::/64' }),
  red: bridge({}, { ipv6: 'fd00:d0c:2::/64' }),
  web: container({ on: 'app', restartAlways: true }),
  server: lanHost({ ipv6: true }),
});

export default conformance({
  id: 'gateway/snat-dual-stack',
  title: 'host_ipv4 and host_ipv6 set the source of what leaves a dual-stack network, also after an engine restart',
  claim: documented(
    'bridge-page',
    'Options',
    'com.docker.network.host_ipv4 and com.docker.network.host_ipv6 set the source address of what leaves.',
  ),
  // host_ipv6 is the host's address on the other network.
  given: given({ 'com.docker.network.host_ipv4': '{secondary}', 'com.docker.network.host_ipv6': 'fd00:d0c:2::1' }),
  when: async ({ red, web, host, server }) => {
    await server.routeTo(red.ipv6.subnet, host.ipv6.address);
    const pings = [await web.ping(server), await web.ping(server.ipv6)];
    const actions = [await host.restartEngine(), await web.waitRestarted()];
    const again = [await web.ping(server), await web.ping(server.ipv6)];
    return { actions, pings: [...pings, ...again] };
  },
  expect: ({ red, host, server }, { actions, pings }) => [
    ...actions.map(succeeded),
    ...pings.map(answered),
    host.uplink.sawTimes(2, echoRequest(host.secondaryAddress, server)),
    host.uplink.sawTimes(2, echoRequest(red.ipv6.gateway, server.ipv6)),
    host.uplink.sawTimes(2, echoReply(server.ipv6, red.ipv6.gateway)),
  ],
  sabotage: withGiven(given({})),
  appliesTo: { engines: '>=27.0.0', because: 'host_ipv6 came with engine 27' },
});
