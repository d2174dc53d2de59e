import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
} from 'docknet';

export default conformance({
  id: 'gateway/routed-egress',
  title: 'what leaves a network in gateway mode routed has the container’s own address',
  claim: documented('ports', 'Gateway modes', 'In mode routed nothing is masqueraded: what leaves is only routed.'),
  given: {
    app: bridge({ 'com.docker.network.bridge.gateway_mode_ipv4': 'routed' }),
    red: bridge(),
    web: container({ on: 'app' }),
    redWeb: container({ on: 'red' }),
    server: lanHost(),
  },
  when: async ({ app, web, redWeb, host, server }) => {
    await server.routeTo(app.subnet, host.address);
    return { routed: await web.ping(server), control: await redWeb.ping(server) };
  },
  expect: ({ app, red, web, redWeb, host, server }, { routed, control }) => [
    answered(routed),
    journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(web, server)]),
    journey([host.uplink, echoReply(server, web)], [app.bridge, echoReply(server, web)]),
    answered(control), // a network in mode nat
    journey([red.bridge, echoRequest(redWeb, server)], [host.uplink, echoRequest(host, server)]),
    host.uplink.sawTimes(1, echoRequest(host, server)),
  ],
  sabotage: ({ app }) => iptables(`-t nat -I POSTROUTING -s ${app.subnet} -j MASQUERADE`),
  appliesTo: { engines: '>=27.0.0', because: 'gateway modes came with engine 27' },
});
