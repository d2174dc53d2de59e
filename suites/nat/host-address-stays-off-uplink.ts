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
  title: 'a container’s ping to the uplink’s address appears on docker0 and not on the uplink',
  claim: documented(
    'tour',
    'A ping in the dark',
    'The host itself answers a container’s ping to its uplink address: it appears on docker0 with the container’s ' +
      'address, and not on the uplink.',
  ),
  given: { web: container(), server: lanHost() },
  when: async ({ web, host, server }) => ({
    page: await web.get(server, 80), // control: the uplink is recorded
    ping: await web.ping(host),
  }),
  expect: ({ web, host, server }, { page, ping }) => [
    answered(page),
    host.uplink.saw(syn(host, server, 80)),
    answered(ping),
    host.docker0.bridge.saw(echoRequest(web, host)),
    host.docker0.bridge.saw(withTtl(64, echoReply(host, web))), // 64: no hop in between
    host.uplink.neverSaw(anything({ protocol: 'icmp' })),
  ],
  sabotage: ({ host, server }) =>
    iptables(`-t nat -I PREROUTING -d ${host.address} -p icmp -j DNAT --to-destination ${server.address}`),
  needs: { 'ip-masq': true },
});
