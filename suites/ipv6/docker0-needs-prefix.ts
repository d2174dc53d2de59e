import {
  answered,
  conformance,
  container,
  documented,
  engine,
  failed,
  isUniqueLocal,
  same,
  succeeded,
  that,
  withGiven,
} from 'docknet';

const prefix = 'fd00:db8:a::/64';
// An engine with the nftables backend does not turn it on.
const forwarding = { 'net.ipv6.conf.all.forwarding': 1, 'net.ipv6.conf.default.forwarding': 1 };

export default conformance({
  id: 'ipv6/docker0-needs-prefix',
  title: 'with "ipv6": true alone the engine does not start: docker0 needs fixed-cidr-v6',
  claim: documented(
    'bridge-page',
    'Use IPv6 with the default bridge network',
    'To give docker0 IPv6, fixed-cidr-v6 must be set beside ipv6.',
  ),
  given: { daemon: engine({}, forwarding), web: container({ started: false }) },
  when: async ({ host, web }) => {
    const alone = await host.restartEngine({ ipv6: true });
    const drawn = alone.ok ? ((await host.network('bridge'))?.ipv6?.subnet ?? '') : '';
    const settings = { ipv6: true, 'fixed-cidr-v6': prefix };
    const given = alone.ok ? await host.restartEngine(settings) : await host.startEngine(settings);
    await web.start();
    return {
      alone,
      drawn,
      given,
      ping: await host.ping(web.ipv6),
      subnet: (await host.network('bridge'))?.ipv6?.subnet,
    };
  },
  expect: (_, { alone, given, ping, subnet }) => [
    failed(alone, 'no subnet is configured. Specify an IPv6 subnet using --fixed-cidr-v6'),
    succeeded(given),
    same('with fixed-cidr-v6 the subnet is', subnet, prefix),
    answered(ping),
  ],
  known: [
    {
      engines: '>=28.0.0',
      because: 'the engine gives docker0 a subnet of unique local addresses if none is given (ipv6/docker0-ula)',
      instead: (_, { alone, drawn, given, ping, subnet }) => [
        succeeded(alone),
        that('docker0 has then a subnet of unique local addresses', isUniqueLocal(drawn), drawn),
        succeeded(given),
        same('with fixed-cidr-v6 the subnet is', subnet, prefix),
        answered(ping),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({ 'fixed-cidr-v6': '2001:db8:0:3::/64' }, forwarding) }),
});
