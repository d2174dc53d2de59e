import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  fromMac,
  iptables,
  lanHost,
  macvlan,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'macvlan/host-by-bridge',
  title: 'the docker host reaches a macvlan container that is also on a bridge network by its address there',
  claim: documented(
    'macvlan-page',
    'Introduction',
    'If host and containers need each other, connect the containers to a bridge network besides the macvlan network.',
  ),
  given: { lan: macvlan(), app: bridge(), web: container({ on: 'lan', alsoOn: ['app'] }), server: lanHost() },
  when: async ({ web, app, server, host }) => ({
    byLan: await host.ping(web, { timeoutMs: 1000 }),
    byBridge: await host.ping(web.attachment(app)),
    control: await server.ping(web),
  }),
  expect: ({ web, app, server, host }, { byLan, byBridge, control }) => [
    unanswered(byLan),
    answered(byBridge),
    app.bridge.saw(echoReply(web.attachment(app), app.gateway)),
    answered(control),
    host.uplink.saw(fromMac(web.mac, echoReply(web, server))),
  ],
  sabotage: ({ app }) => iptables(`-I INPUT -i ${app.bridge.name} -j DROP`),
});
