import {
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
  same,
  withTtl,
} from 'docknet';

export default conformance({
  id: 'nat/ttl-63',
  title: 'the docker host is one routing hop between a container and the LAN',
  claim: documented(
    'tour',
    'Pinging past the host',
    'The outside host’s reply reaches the container with TTL 63: the docker host decremented it.',
  ),
  given: { web: container(), server: lanHost() },
  when: ({ web, server }) => web.ping(server),
  expect: ({ web, host, server }, ping) => [
    same('the TTL of the reply in web is', ping.ttl, 63),
    journey([web.eth0, withTtl(64, echoRequest(web, server))], [host.uplink, withTtl(63, echoRequest(host, server))]),
    journey([host.uplink, withTtl(64, echoReply(server, host))], [web.eth0, withTtl(63, echoReply(server, web))]),
  ],
  sabotage: ({ host }) => iptables(`-t mangle -A PREROUTING -i ${host.uplink.name} -j TTL --ttl-inc 1`),
  needs: { 'ip-masq': true },
});
