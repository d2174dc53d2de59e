import { answered, bridge, conformance, container, documented, journey, lanHost, same, syn, withGiven } from 'docknet';

export default conformance({
  id: 'publish/ports-of-two-gateways',
  title: 'a container’s published ports are those of all its networks, one of them for IPv4 and one for IPv6',
  claim: documented('rn-28', '28.0', 'All of a container’s port mappings are reported, of each of its networks.'),
  given: {
    app: bridge(),
    six: bridge({}, { ipv6: 'fd00:d0c:1::/64', ipv4: false }),
    web: container({ on: 'six', alsoOn: ['app'], serve: 80, publish: ['0.0.0.0:8080:80', '[::]:8080:80'] }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ host, client }) => [await client.get(host, 8080), await client.get(host.ipv6, 8080)],
  expect: ({ app, six, web, host, client }, calls) => [
    same('port 80 is published at', [...(web.ports['80/tcp'] ?? [])].sort(), ['0.0.0.0:8080', ':::8080']),
    ...calls.map(answered),
    journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web.attachment(app), 80)]),
    journey([host.uplink, syn(client.ipv6, host.ipv6, 8080)], [six.bridge, syn(client.ipv6, web.ipv6, 80)]),
  ],
  sabotage: withGiven({ web: container({ on: 'six', alsoOn: ['app'], serve: 80, publish: ['[::]:8080:80'] }) }),
  appliesTo: {
    engines: '>=28.0.2',
    because: 'the engine lists the ports of all networks from 28.0.2 on (moby #49657)',
  },
});
