import { answered, conformance, container, documented, iptables, journey, lanHost, syn } from 'docknet';

export default conformance({
  id: 'publish/accept-rule',
  title: 'the filter table accepts a published port by the container’s address and port, after DNAT',
  about: 'rules',
  claim: documented(
    'tour',
    'A quick stop at the filter table',
    'A rule in filter DOCKER accepts packets from other interfaces to the container’s address and port; filtering ' +
      'comes after DNAT.',
  ),
  given: { web: container({ serve: 80, publish: ['{host}:81:80'] }), client: lanHost() },
  when: ({ host, client }) => client.get(host, 81),
  expect: ({ web, host, client }, call) => [
    answered(call),
    journey([host.uplink, syn(client, host, 81)], [host.docker0.bridge, syn(client, web, 80)]),
    host
      .rule('filter', `DOCKER -d ${web.address}/32 ! -i docker0 -o docker0 -p tcp --dport 80 -j ACCEPT`)
      .countedPackets(1), // the SYN; the rest is ESTABLISHED
  ],
  // An earlier rule accepts: only the counter shows it.
  sabotage: ({ web }) => iptables(`-I FORWARD -d ${web.address} -p tcp --dport 80 -j ACCEPT`),
});
