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
  journey,
  lanHost,
} from 'docknet';

export default conformance({
  id: 'nat/same-bridge-untouched',
  title: 'traffic between two containers on one bridge is not masqueraded',
  claim: documented(
    'tour',
    'Entering the Docker networking story: iptables',
    'The MASQUERADE rule matches what leaves by any interface but the bridge; traffic to another container on it ' +
      'is not translated.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }), db: container({ on: 'app' }), server: lanHost() },
  when: async ({ web, db, server }) => ({ inside: await web.ping(db), outside: await web.ping(server) }),
  expect: ({ app, web, db, host, server }, { inside, outside }) => [
    answered(inside),
    journey([web.eth0, echoRequest(web, db)], [db.eth0, echoRequest(web, db)]), // the same at both ends
    journey([db.eth0, echoReply(db, web)], [web.eth0, echoReply(db, web)]),
    db.eth0.neverSaw(anything({ protocol: 'icmp', from: app.gateway })),
    answered(outside),
    host.uplink.saw(echoRequest(host, server)),
    // the ping to server
    host
      .rule({
        iptables: `nat POSTROUTING -s ${app.subnet} ! -o ${app.bridge.name} -j MASQUERADE`,
        nftables:
          `docker-bridges nat-postrouting-out__${app.bridge.name} oifname != ${app.bridge.name} ` +
          `ip saddr ${app.subnet} masquerade`,
      })
      .countedFlows(1),
  ],
  // With bridge-nf-call-iptables bridged packets pass iptables: a rule without "! -o" matches them.
  sabotage: ({ app }) => iptables(`-t nat -I POSTROUTING -s ${app.subnet} -j MASQUERADE`),
});
