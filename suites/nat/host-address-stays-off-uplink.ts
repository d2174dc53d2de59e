import {
  answered,
  anything,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  lanHost,
  syn,
  withTtl,
} from 'docknet';

export default conformance({
  id: 'nat/host-address-stays-off-uplink',
  title: 'a ping to the uplink’s own address is seen on docker0 and never on the uplink',
  claim: documented(
    'tour',
    'A ping in the dark',
    'A container’s ping to the address of the host’s uplink is answered by the host itself: it is seen on docker0 with the container’s address, and not on the uplink.',
  ),
  given: { web: container(), server: lanHost() },
  when: async ({ web, host, server }) => ({
    page: await web.get(server, 80), // shows that the uplink was watched
    ping: await web.ping(host),
  }),
  expect: ({ web, host, server }, { page, ping }) => [
    answered(page),
    host.uplink.saw(syn(host, server, 80)),
    answered(ping),
    host.docker0.bridge.saw(echoRequest(web, host)),
    host.docker0.bridge.saw(withTtl(64, echoReply(host, web))), // 64: no router in between
    host.uplink.neverSaw(anything({ protocol: 'icmp' })),
  ],
  sabotage: ({ host, server }) =>
    iptables(`-t nat -I PREROUTING -d ${host.address} -p icmp -j DNAT --to-destination ${server.address}`),
});
