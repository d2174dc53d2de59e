import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  engine,
  iptables,
  journey,
  lanHost,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'firewall/iptables-off-docker0-egress',
  title: 'with iptables off containers lose the outside on user-defined networks, and keep it on docker0',
  claim: documented(
    'dockerd',
    'Run multiple daemons',
    'iptables false keeps containers on user-defined networks from reaching the internet; the default bridge works.',
  ),
  given: {
    daemon: engine({ iptables: false }),
    red: bridge(),
    web: container(),
    redWeb: container({ on: 'red' }),
    server: lanHost(),
    router: lanHost(),
  },
  when: async ({ red, web, redWeb, host, server, router }) => {
    await router.routeTo(host.docker0.subnet, host.address);
    await router.routeTo(red.subnet, host.address);
    const [routed, redRouted, docker0, user] = await Promise.all([
      web.ping(router),
      redWeb.ping(router),
      web.ping(server, { timeoutMs: 1000 }),
      redWeb.ping(server, { timeoutMs: 1000 }),
    ]);
    return { routed, redRouted, docker0, user };
  },
  expect: ({ web, host, server }, { docker0, user }) => [
    answered(docker0),
    journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
    journey([host.uplink, echoReply(server, host)], [host.docker0.bridge, echoReply(server, web)]),
    unanswered(user),
  ],
  known: [
    {
      engines: '*',
      because:
        'the two kinds of network fare alike: packets leave with the containers’ own addresses, and only hosts that ' +
        'route these answer',
      instead: ({ red, web, redWeb, host, server, router }, { routed, redRouted, docker0, user }) => [
        answered(routed),
        answered(redRouted),
        journey([host.docker0.bridge, echoRequest(web, router)], [host.uplink, echoRequest(web, router)]),
        unanswered(docker0),
        journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(web, server)]),
        unanswered(user),
        journey([red.bridge, echoRequest(redWeb, server)], [host.uplink, echoRequest(redWeb, server)]),
        host.uplink.neverSaw(echoRequest(host, server)),
      ],
    },
  ],
  sabotage: ({ host }) => iptables(`-t nat -A POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j MASQUERADE`),
});
