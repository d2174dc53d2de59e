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
  syn,
  unanswered,
  withGiven,
} from 'docknet';

const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(options),
  red: bridge(),
  web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
  redWeb: container({ on: 'red' }),
  server: lanHost(),
  client: lanHost(),
});

export default conformance({
  id: 'gateway/no-masquerade',
  title: 'with enable_ip_masquerade=false what leaves has the container’s own address; ports are published',
  claim: documented(
    'bridge-page',
    'Options',
    'com.docker.network.bridge.enable_ip_masquerade enables masquerading for the network’s containers.',
  ),
  given: given({ 'com.docker.network.bridge.enable_ip_masquerade': 'false' }),
  when: async ({ app, web, redWeb, host, server, client }) => {
    await server.routeTo(app.subnet, host.address);
    const [routed, page, control, unrouted] = await Promise.all([
      web.ping(server, { timeoutMs: 5000 }),
      client.get(host, 8080),
      redWeb.ping(client),
      web.ping(client, { timeoutMs: 1000 }),
    ]);
    return { routed, page, control, unrouted };
  },
  expect: ({ app, red, web, redWeb, host, server, client }, { routed, page, control, unrouted }) => [
    answered(routed),
    journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(web, server)]),
    journey([host.uplink, echoReply(server, web)], [app.bridge, echoReply(server, web)]),
    unanswered(unrouted), // it has no way back
    journey([app.bridge, echoRequest(web, client)], [host.uplink, echoRequest(web, client)]),
    clientSeenAs(page, client),
    journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web, 80)]),
    answered(control), // a network without the option
    journey([red.bridge, echoRequest(redWeb, client)], [host.uplink, echoRequest(host, client)]),
    host.uplink.sawTimes(1, echoRequest(host, client)),
  ],
  known: [
    {
      engines: '>=28.2.0',
      because:
        'raw PREROUTING drops what comes to a container’s own address from elsewhere, the answers to its own packets ' +
        'included: without masquerading nothing is answered (since moby #49829)',
      instead: ({ app, red, web, redWeb, host, server, client }, { routed, page, control, unrouted }) => [
        unanswered(routed),
        journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(web, server)]),
        host.uplink.saw(echoReply(server, web)),
        app.bridge.neverSaw(echoReply(server, web)),
        unanswered(unrouted),
        journey([app.bridge, echoRequest(web, client)], [host.uplink, echoRequest(web, client)]),
        clientSeenAs(page, client),
        journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web, 80)]),
        answered(control),
        journey([red.bridge, echoRequest(redWeb, client)], [host.uplink, echoRequest(host, client)]),
        host.uplink.sawTimes(1, echoRequest(host, client)),
      ],
    },
  ],
  sabotage: withGiven(given({})),
});
