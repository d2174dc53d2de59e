import { answered, conformance, container, documented, iptables, journey, lanHost, syn } from 'docknet';

export default conformance({
  id: 'publish/dnat-rule',
  title: 'one DNAT rule sends the published port to the container, except for packets from its own bridge',
  about: 'rules',
  claim: documented(
    'tour',
    'Tracing the web traffic',
    'Publishing 81:80 on an address adds a DNAT rule to nat DOCKER: that address and port, from any interface but ' +
      'docker0, to the container’s address and port.',
  ),
  given: { web: container({ serve: 80, publish: ['{host}:81:80'] }), db: container(), client: lanHost() },
  when: async ({ db, host, client }) => ({ fromLan: await client.get(host, 81), fromBridge: await db.get(host, 81) }),
  expect: ({ web, db, host, client }, { fromLan, fromBridge }) => [
    answered(fromLan),
    journey([host.uplink, syn(client, host, 81)], [host.docker0.bridge, syn(client, web, 80)]),
    answered(fromBridge), // through docker-proxy
    host.docker0.bridge.saw(syn(db, host, 81)),
    host
      .rule(
        'nat',
        `DOCKER -d ${host.address}/32 ! -i docker0 -p tcp --dport 81 -j DNAT --to-destination ${web.address}:80`,
      )
      .countedFlows(1), // client's
  ],
  // Another rule translates in its place: only the counter shows it.
  sabotage: ({ web, host }) =>
    iptables(
      `-t nat -I PREROUTING -i ${host.uplink.name} -p tcp --dport 81 -j DNAT --to-destination ${web.address}:80`,
    ),
  needs: { 'userland-proxy': true },
});
