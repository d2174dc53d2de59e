import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  fromPort,
  lanHost,
  localhostIpv6,
  refused,
  reset,
  syn,
  withGiven,
} from 'docknet';

const db = (address: string) =>
  container({ on: 'app', serve: 81, publish: [`[${localhostIpv6}]:8080:81`, `[${address}]:8081:81`] });

export default conformance({
  id: 'ipv6/one-address',
  title: 'a port published on one IPv6 address of the host is open there only',
  claim: documented('ports', 'Publishing ports', 'A host address limits a published port to that address.'),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', serve: 80, publish: ['[{ipv6}]:8080:80'] }),
    db: db(localhostIpv6),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ app, host, client }) => {
    await client.routeTo(app.ipv6.subnet, host.ipv6.address);
    return {
      there: [await client.get(host.ipv6, 8080), await host.get(localhostIpv6, 8080)],
      elsewhere: [
        await client.get(app.ipv6.gateway, 8080, { sourcePort: 40000 }),
        await client.get(host.ipv6, 8081, { sourcePort: 40001 }),
        await client.get(app.ipv6.gateway, 8081, { sourcePort: 40002 }),
        await host.get(app.ipv6.gateway, 8080),
      ],
    };
  },
  expect: ({ app, web, db: local, host, client }, { there, elsewhere }) => [
    ...there.map(answered),
    app.bridge.saw(anything({ protocol: 'tcp', to: web.ipv6, port: 80 })),
    app.bridge.sawTimes(1, syn(app.ipv6.gateway, local.ipv6, 81)), // of the host, by docker-proxy
    ...elsewhere.map(refused),
    host.uplink.saw(reset(app.ipv6.gateway, 8080, client.ipv6)),
    host.uplink.saw(reset(host.ipv6, 8081, client.ipv6)),
    ...[40000, 40001, 40002].map((port) => app.bridge.neverSaw(fromPort(port, anything({ from: client.ipv6 })))),
  ],
  sabotage: withGiven({ db: db('::') }),
});
