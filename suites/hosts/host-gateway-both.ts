import { answered, bridge, conformance, container, documented, engine, same, withGiven } from 'docknet';

const forwarding = { 'net.ipv6.conf.all.forwarding': 1, 'net.ipv6.conf.default.forwarding': 1 };
const settings = { ipv6: true, 'fixed-cidr-v6': 'fd00:db8:34::/64' };

export default conformance({
  id: 'hosts/host-gateway-both',
  title: 'with IPv6 on docker0, host-gateway stands for both of its addresses',
  claim: documented(
    'dockerd',
    'Configure host gateway IP',
    'host-gateway resolves to the addresses of the default bridge, of both families if it has IPv6.',
  ),
  given: {
    daemon: engine(settings, forwarding),
    app: bridge({}, { ipv6: 'fd00:db8:35::/64' }),
    web: container({ on: 'app', extraHosts: ['gateway.example:host-gateway', 'six.example:2001:db8::7'] }),
    plain: container({ extraHosts: ['gateway.example:host-gateway'] }),
    control: container({ on: 'app' }),
  },
  when: async ({ web, plain, control }) => {
    const lines = async (of: typeof web) =>
      (await of.hostsFile()).filter(({ names }) => names.some((name) => name.endsWith('.example')));
    return {
      lines: [await lines(web), await lines(plain), await lines(control)],
      ping: await web.ping('gateway.example'),
    };
  },
  expect: ({ host }, { lines: [web, plain, control], ping }) => {
    const gateways = [host.docker0.gateway, 'fd00:db8:34::1'].map((address) => ({
      address,
      names: ['gateway.example'],
    }));
    return [
      same('the lines of web are', web, [...gateways, { address: '2001:db8::7', names: ['six.example'] }]),
      same('those of a container on docker0 are', plain, gateways),
      same('those of one without the option are', control, []),
      answered(ping),
    ];
  },
  appliesTo: { engines: '>=28.0.0', because: 'before engine 28 host-gateway stood for one address' },
  sabotage: withGiven({ daemon: engine({}, forwarding) }),
  needs: { 'host-gateway-ip': null },
});
