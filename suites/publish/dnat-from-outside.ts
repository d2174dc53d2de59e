import { answered, conformance, container, documented, iptables, journey, lanHost, syn, synAck } from 'docknet';

export default conformance({
  id: 'publish/dnat-from-outside',
  title: 'a request to a published port is translated to the container’s address and port',
  claim: documented(
    'tour',
    'Tracing the web traffic',
    'On the uplink the request goes to the host’s address and the published port, on docker0 to the container’s ' +
      'address and port; the reply is translated back.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: ({ host, client }) => client.get(host, 8080),
  expect: ({ web, host, client }, call) => [
    answered(call),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    journey([host.docker0.bridge, synAck(web, 80, client)], [host.uplink, synAck(host, 8080, client)]),
  ],
  // Translates to the host itself before Docker's rule: docker-proxy answers over its own connection.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j REDIRECT --to-ports 8080'),
});
