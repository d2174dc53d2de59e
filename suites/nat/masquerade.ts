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
  id: 'nat/masquerade',
  title: 'a ping to a LAN host leaves the uplink with the host’s address',
  claim: documented(
    'tour',
    'Pinging past the host',
    'The container’s address is translated to the uplink’s on the way out and back on the way in.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }), server: lanHost() },
  when: ({ web, server }) => web.ping(server),
  expect: ({ app, web, host, server }, ping) => [
    answered(ping),
    // source rewritten, destination kept
    journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
    journey([host.uplink, echoReply(server, host)], [app.bridge, echoReply(server, web)]), // conntrack reverses it
    host.uplink.neverSaw(anything({ from: web })),
    host
      .rule({
        iptables: `nat POSTROUTING -s ${app.subnet} ! -o ${app.bridge.name} -j MASQUERADE`,
        nftables:
          `docker-bridges nat-postrouting-out__${app.bridge.name} ` +
          `oifname != ${app.bridge.name} ip saddr ${app.subnet} masquerade`,
      })
      .countedFlows(1),
  ],
  // Translates to the host's other address.
  sabotage: ({ app, host }) => iptables(`-t nat -I POSTROUTING -s ${app.subnet} -j SNAT --to ${host.secondaryAddress}`),
});
