import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  lanHost,
} from 'docknet';

export default conformance({
  id: 'nat/first-packet-only',
  title: 'the nat table sees the first packet of a flow; conntrack translates the rest',
  about: 'rules',
  claim: documented(
    'publish',
    'some future research topics',
    'conntrack remembers the rules’ decision for a flow, so not every packet traverses all rules.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }), server: lanHost() },
  when: ({ web, server }) => web.ping(server, { count: 3 }),
  expect: ({ app, web, host, server }, ping) => [
    answered(ping),
    app.bridge.sawTimes(3, echoRequest(web, server)),
    host.uplink.sawTimes(3, echoRequest(host, server)), // all three translated
    host.uplink.neverSaw(anything({ from: web })),
    app.bridge.sawTimes(3, echoReply(server, web)),
    // one of them passed the rule
    host
      .rule({
        iptables: `nat POSTROUTING -s ${app.subnet} ! -o ${app.bridge.name} -j MASQUERADE`,
        nftables:
          `docker-bridges nat-postrouting-out__${app.bridge.name} ` +
          `oifname != ${app.bridge.name} ip saddr ${app.subnet} masquerade`,
      })
      .countedFlows(1),
  ],
  // Without conntrack the nat table is not traversed.
  sabotage: ({ app }) => iptables(`-t raw -I PREROUTING -i ${app.bridge.name} -j CT --notrack`),
});
