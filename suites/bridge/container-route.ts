import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  journey,
  lanHost,
  same,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'bridge/container-route',
  title: 'a container’s default route is via docker0, and the host’s route to its subnet is on docker0',
  claim: documented(
    'tour',
    'A ping in the dark',
    'The container has a default route via the bridge’s address on eth0; the host has a route to the container ' +
      'subnet on docker0.',
  ),
  given: { web: container(), server: lanHost() },
  when: async ({ web, host, server }) => ({
    ping: await web.ping(server),
    inside: await web.routes(),
    onHost: await host.routes(),
  }),
  expect: ({ web, host, server }, { ping, inside, onHost }) => {
    const { subnet, gateway, bridge: docker0 } = host.docker0;
    const route = (routes: typeof inside, destination: string) => routes.find(({ to }) => to === destination);
    return [
      answered(ping),
      journey([web.eth0, echoRequest(web, server)], [docker0, echoRequest(web, server)]),
      docker0.saw(echoReply(server, web)),
      same('web’s default route is', route(inside, 'default'), {
        to: 'default',
        via: gateway,
        interface: 'eth0',
        source: null,
      }),
      same('web’s route to its subnet is on', route(inside, subnet)?.interface, 'eth0'),
      same('the host’s route to it is', route(onHost, subnet), {
        to: subnet,
        via: null,
        interface: docker0.name,
        source: gateway,
      }),
    ];
  },
  sabotage: withGiven({ app: bridge(), web: container({ on: 'app' }) }),
  needs: { 'ip-masq': true },
});
