import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  journey,
  kernel,
  lanHost,
  listening,
  notListening,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'kernel/ipv6-disabled-at-boot',
  title: 'on a kernel booted with ipv6.disable=1 a published port is reached, and listens on IPv4 alone',
  claim: documented(
    'moby',
    'The kernel’s own IPv6 (#42288)',
    'Without IPv6 in the kernel the engine publishes ports on IPv4 and goes on.',
  ),
  given: {
    machine: kernel({ boot: ['ipv6.disable=1'] }),
    web: container({ serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => ({
    ping: await web.ping(client),
    call: await client.get(host, 8080),
    sockets: await host.listeners(),
  }),
  expect: ({ web, host, client }, { ping, call, sockets }) => [
    answered(ping),
    journey([host.uplink, echoReply(client, host)], [host.docker0.bridge, echoReply(client, web)]),
    host.docker0.bridge.saw(echoRequest(web, client)),
    clientSeenAs(call, client),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    listening(sockets, { protocol: 'tcp', address: '0.0.0.0', port: 8080, program: 'docker-proxy' }),
    notListening(sockets, { protocol: 'tcp', address: '[::]', port: 8080 }),
  ],
  sabotage: withGiven({ machine: kernel({}) }),
  needs: { 'userland-proxy': true },
});
