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
  title: 'traffic between two containers of one bridge is not masqueraded',
  claim: documented(
    'tour',
    'Entering the Docker networking story: iptables',
    'The MASQUERADE rule is for what leaves by any interface but the bridge; what leaves by the bridge goes to a container and is left alone.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }), db: container({ on: 'app' }), server: lanHost() },
  when: async ({ web, db, server }) => ({ inside: await web.ping(db), outward: await web.ping(server) }),
  expect: ({ app, web, db, host, server }, { inside, outward }) => [
    answered(inside),
    journey([web.eth0, echoRequest(web, db)], [db.eth0, echoRequest(web, db)]), // the same at both ends
    journey([db.eth0, echoReply(db, web)], [web.eth0, echoReply(db, web)]),
    db.eth0.neverSaw(anything({ protocol: 'icmp', from: app.gateway })),
    answered(outward),
    host.uplink.saw(echoRequest(host, server)),
    host.rule('nat', `POSTROUTING -s ${app.subnet} ! -o ${app.bridge.name} -j MASQUERADE`).countedFlows(1), // the ping outward
  ],
  // bridge-nf-call-iptables shows bridged packets to iptables as well, so a rule without "! -o" takes them.
  sabotage: ({ app }) => iptables(`-t nat -I POSTROUTING -s ${app.subnet} -j MASQUERADE`),
});
