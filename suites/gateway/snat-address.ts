import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  journey,
  lanHost,
  withGiven,
} from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options),
  red: bridge(),
  web: container({ on: 'app' }),
  redWeb: container({ on: 'red' }),
  server: lanHost(),
});

export default conformance({
  id: 'gateway/snat-address',
  title: 'with the network’s option host_ipv4 what leaves has that address of the host',
  claim: documented(
    'bridge-page',
    'Options',
    'com.docker.network.host_ipv4 sets the source address of what leaves, where the host has several addresses.',
  ),
  given: given({ 'com.docker.network.host_ipv4': '{secondary}' }),
  when: async ({ web, redWeb, server }) => ({
    egress: await web.ping(server),
    page: await web.get(server, 80),
    control: await redWeb.ping(server),
  }),
  expect: ({ app, red, web, redWeb, host, server }, { egress, page, control }) => [
    answered(egress),
    journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host.secondaryAddress, server)]),
    journey([host.uplink, echoReply(server, host.secondaryAddress)], [app.bridge, echoReply(server, web)]),
    clientSeenAs(page, host.secondaryAddress),
    answered(control), // a network without the option
    journey([red.bridge, echoRequest(redWeb, server)], [host.uplink, echoRequest(host, server)]),
  ],
  sabotage: withGiven(given({})),
});
