import { answered, bridge, conformance, container, documented, echoRequest, iptables, lanHost, syn } from 'docknet';

export default conformance({
  id: 'nat/masquerade-rule',
  title: 'one MASQUERADE rule translates what leaves the bridge’s subnet by another interface, once per flow',
  about: 'rules',
  claim: documented(
    'tour',
    'Entering the Docker networking story: iptables',
    'MASQUERADE in nat POSTROUTING translates sources in the bridge’s subnet that leave by any interface but the ' +
      'bridge.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }), server: lanHost() },
  when: async ({ web, server }) => ({ ping: await web.ping(server), page: await web.get(server, 80) }),
  expect: ({ app, host, server }, { ping, page }) => {
    const rule = host.rule('nat', `POSTROUTING -s ${app.subnet} ! -o ${app.bridge.name} -j MASQUERADE`);
    return [
      answered(ping),
      answered(page),
      host.uplink.saw(echoRequest(host, server)),
      host.uplink.saw(syn(host, server, 80)),
      rule.present(),
      rule.countedFlows(2), // a ping and a TCP connection
    ];
  },
  // Another rule translates in its place: only the counter shows it.
  sabotage: ({ app, host }) => iptables(`-t nat -I POSTROUTING -s ${app.subnet} -o ${host.uplink.name} -j MASQUERADE`),
});
