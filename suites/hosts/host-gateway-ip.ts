import { answered, bridge, conformance, container, documented, engine, same, syn, withGiven } from 'docknet';

export default conformance({
  id: 'hosts/host-gateway-ip',
  title: 'the setting host-gateway-ip gives host-gateway another address',
  claim: documented('dockerd', 'Configure host gateway IP', 'host-gateway resolves to the address of the setting.'),
  given: {
    daemon: engine({ 'host-gateway-ip': '198.51.100.3' }),
    service: container({ on: 'host', serve: 8085 }),
    app: bridge(),
    web: container({ on: 'app', extraHosts: ['gateway.example:host-gateway'] }),
  },
  when: async ({ web }) => ({ page: await web.get('gateway.example', 8085), file: await web.hostsFile() }),
  expect: ({ app, web, host }, { page, file }) => [
    answered(page),
    app.bridge.saw(syn(web, host.secondaryAddress, 8085)),
    app.bridge.neverSaw(syn(web, host.docker0.gateway, 8085)),
    same(
      'the lines for the name are',
      file.filter(({ names }) => names.includes('gateway.example')),
      [{ address: host.secondaryAddress, names: ['gateway.example'] }],
    ),
  ],
  known: [
    {
      engines: '>=28.0.0 <29.0.0',
      because: 'the file has the address in its IPv4-mapped form',
      instead: ({ app, web, host }, { page, file }) => [
        answered(page),
        app.bridge.saw(syn(web, host.secondaryAddress, 8085)),
        app.bridge.neverSaw(syn(web, host.docker0.gateway, 8085)),
        same(
          'the lines for the name are',
          file.filter(({ names }) => names.includes('gateway.example')),
          [{ address: `::ffff:${host.secondaryAddress}`, names: ['gateway.example'] }],
        ),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({}) }),
});
