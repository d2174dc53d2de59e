import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  kernel,
  lanHost,
  syn,
} from 'docknet';

export default conformance({
  id: 'kernel/legacy-tables-missing',
  title: 'on a kernel without iptables’ legacy tables containers reach the LAN and are reached, with the nft program',
  claim: documented(
    'fw-ipt',
    'Introduction',
    'The engine works with iptables’ nft program as with the legacy one, and needs no tables but that program’s.',
  ),
  given: {
    machine: kernel({ without: ['ip_tables', 'ip6_tables'] }),
    web: container({ serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => ({ ping: await web.ping(client), call: await client.get(host, 8080) }),
  expect: ({ web, host, client }, { ping, call }) => [
    answered(ping),
    journey([host.docker0.bridge, echoRequest(web, client)], [host.uplink, echoRequest(host, client)]),
    journey([host.uplink, echoReply(client, host)], [host.docker0.bridge, echoReply(client, web)]),
    clientSeenAs(call, client),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
  ],
  sabotage: () => iptables('-I FORWARD -j DROP'),
});
