import { anything, clientSeenAs, conformance, container, documented, iptables, journey, lanHost, syn } from 'docknet';

export default conformance({
  id: 'publish/source-kept',
  title: 'a container sees a LAN client’s own address',
  claim: documented(
    'tour',
    'Tracing the web traffic',
    'The source address is kept: the web server’s log shows the outside host.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: ({ host, client }) => client.get(host, 8080),
  expect: ({ web, host, client }, call) => [
    clientSeenAs(call, client),
    journey([host.uplink, syn(client, host, 8080)], [web.eth0, syn(client, web, 80)]),
    web.eth0.neverSaw(anything({ protocol: 'tcp', from: host.docker0.gateway })),
  ],
  sabotage: ({ web }) => iptables(`-t nat -I POSTROUTING -d ${web.address} -p tcp --dport 80 -j MASQUERADE`),
});
