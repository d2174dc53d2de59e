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
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'bridge/container-route',
  title: 'a container’s default route is docker0’s address, and the host reaches its subnet through docker0',
  claim: documented(
    'tour',
    'A ping in the dark',
    'The container’s table has a default route by the bridge’s address through eth0; the host’s has a route for the container subnet through docker0.',
  ),
  given: { web: container(), server: lanHost() },
  when: async ({ web, host, server }) => ({
    ping: await web.ping(server),
    inside: await web.sh('ip route'),
    onHost: await host.sh('ip route'),
  }),
  expect: ({ web, host, server }, { ping, inside, onHost }) => {
    const { name } = host.docker0.bridge;
    const has = (table: string, route: string) => table.split('\n').some((line) => line.startsWith(route));
    return [
      answered(ping),
      journey([web.eth0, echoRequest(web, server)], [host.docker0.bridge, echoRequest(web, server)]),
      host.docker0.bridge.saw(echoReply(server, web)),
      that(
        `web has the route default via ${host.docker0.gateway} dev eth0`,
        has(inside, `default via ${host.docker0.gateway} dev eth0`),
        inside,
      ),
      that(`web has the route ${host.docker0.subnet} dev eth0`, has(inside, `${host.docker0.subnet} dev eth0`), inside),
      that(
        `the host has the route ${host.docker0.subnet} dev ${name} with source ${host.docker0.gateway}`,
        onHost.includes(`${host.docker0.subnet} dev ${name} proto kernel scope link src ${host.docker0.gateway}`),
        onHost,
      ),
    ];
  },
  sabotage: withGiven({ app: bridge(), web: container({ on: 'app' }) }),
});
