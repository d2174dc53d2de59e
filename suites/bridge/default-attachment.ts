import { answered, bridge, conformance, container, documented, echoRequest, same, withGiven } from 'docknet';

export default conformance({
  id: 'bridge/default-attachment',
  title: 'a container started without --network is on the default bridge',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'All containers join the default bridge network unless another is specified.',
  ),
  given: { web: container() },
  when: async ({ web, host }) => ({
    ping: await web.ping(host.docker0.gateway),
    networks: web.networks,
    links: await host.links(),
  }),
  expect: ({ web, host }, { ping, networks, links }) => [
    answered(ping),
    host.docker0.bridge.saw(echoRequest(web, host.docker0.gateway)),
    same('the engine lists web on', networks, ['bridge']),
    same('web’s veth is a port of', links.find((link) => link.name === web.eth0.name)?.master, 'docker0'),
  ],
  sabotage: withGiven({ app: bridge(), web: container({ on: 'app' }) }),
});
