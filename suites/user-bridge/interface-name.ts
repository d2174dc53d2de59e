import { bridge, conformance, container, documented, echoRequest, same, withGiven } from 'docknet';

export default conformance({
  id: 'user-bridge/interface-name',
  title: 'a user-defined network is a bridge on the host named br- and the first 12 characters of its id',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'The network appears on the host as an interface named br- and the first 12 characters of its id.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }) },
  when: async ({ app, web, host }) => ({ ping: await web.ping(app.gateway), links: await host.links() }),
  expect: ({ app, web }, { links }) => {
    const expected = `br-${app.id.slice(0, 12)}`;
    return [
      same(`the interface ${expected} is a`, links.find((link) => link.name === expected)?.type, 'bridge'),
      app.bridge.saw(echoRequest(web, app.gateway)), // it carries the network's traffic
      same('web’s veth is a port of', links.find((link) => link.name === web.eth0.name)?.master, expected),
    ];
  },
  sabotage: withGiven({ app: bridge({ 'com.docker.network.bridge.name': 'custom0' }) }),
});
