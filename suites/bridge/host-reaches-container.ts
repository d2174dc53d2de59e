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
} from 'docknet';

export default conformance({
  id: 'bridge/host-reaches-container',
  title: 'the host reaches a container by its address, from docker0’s address',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'The docker host reaches all containers by their addresses.',
  ),
  given: { web: container(), server: lanHost() },
  when: async ({ web, server, host }) => ({ ping: await host.ping(web), control: await host.ping(server) }),
  expect: ({ web, server, host }, { ping }) => [
    answered(ping),
    host.docker0.bridge.saw(echoRequest(host.docker0.gateway, web)),
    host.docker0.bridge.saw(echoReply(web, host.docker0.gateway)),
    host.uplink.saw(echoRequest(host, server)), // control: the uplink is recorded
    host.uplink.neverSaw(anything({ to: web })),
  ],
  sabotage: ({ web }) => iptables(`-I OUTPUT -d ${web.address} -p icmp -j DROP`),
});
