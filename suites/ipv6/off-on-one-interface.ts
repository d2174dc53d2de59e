import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  lanHost,
  isUniqueLocal,
  journey,
  same,
  succeeded,
  withGiven,
} from 'docknet';

const off = { 'com.docker.network.endpoint.sysctls': 'net.ipv6.conf.IFNAME.disable_ipv6=1' };

export default conformance({
  id: 'ipv6/off-on-one-interface',
  title: 'a container with IPv6 off on one interface starts, and leaves over IPv6 by its other network',
  claim: documented(
    'rn-29',
    '29.0',
    'A container starts, and its gateway is chosen, if IPv6 is disabled on one interface alone.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    side: bridge({}, { ipv6: 'fd00:d0c:2::/64' }),
    web: container({ on: 'app', alsoOn: ['side'], driverOptions: off }),
    server: lanHost({ ipv6: true }),
  },
  when: async ({ web, server }) => {
    const state = async () => ({
      addresses: (await web.addresses({ family: 6 })).map(({ address }) => address).filter(isUniqueLocal),
      outward: await web.ping(server),
      outwardIpv6: await web.ping(server.ipv6),
    });
    const first = await state();
    return { restarted: await web.restart(), states: [first, await state()] };
  },
  expect: ({ side, web, host, server }, { restarted, states }) => [
    succeeded(restarted),
    ...states.flatMap(({ addresses, outward, outwardIpv6 }) => [
      same('web’s IPv6 addresses are', addresses, [web.attachment(side).ipv6.address]),
      answered(outward),
      answered(outwardIpv6),
    ]),
    journey(
      [side.bridge, echoRequest(web.attachment(side).ipv6, server.ipv6)],
      [host.uplink, echoRequest(host.ipv6, server.ipv6)],
    ),
  ],
  sabotage: withGiven({ web: container({ on: 'app', alsoOn: ['side'] }) }),
  appliesTo: { engines: '>=29.0.0', because: 'before engine 29 such a container does not start' },
});
