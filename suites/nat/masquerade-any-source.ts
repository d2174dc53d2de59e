import {
  answered,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  iptables,
  journey,
  lanHost,
  unanswered,
} from 'docknet';

const foreign = '10.99.0.1';

export default conformance({
  id: 'nat/masquerade-any-source',
  title: 'the MASQUERADE rule matches any source that leaves by an interface other than docker0',
  claim: documented(
    'tour',
    'Entering the Docker networking story: iptables',
    'The breakdown of the rule gives source and destination as anywhere: it matches traffic from and to any address.',
  ),
  given: { web: container(), db: container(), server: lanHost(), client: lanHost({ lan: 'second' }) },
  when: async ({ web, db, server, client, host }) => {
    // db sends with an address that is not of the bridge’s subnet, as if it forwarded for another network.
    const inside = host.namespaces.enter(db.pid);
    await inside.sh(`ip address add ${foreign}/32 dev eth0`);
    await inside.sh(`ip route replace default via ${host.docker0.gateway} src ${foreign}`);
    await Promise.all([
      client.routeTo(`${server.address}/32`, host.secondUplinkAddress),
      server.routeTo(`${client.address}/32`, host.address),
    ]);
    // the docker host routes between them
    await host.iptables(`-I FORWARD -s ${client.address} -d ${server.address} -j ACCEPT`);
    await host.iptables(`-I FORWARD -s ${server.address} -d ${client.address} -j ACCEPT`);
    const [fromWeb, fromClient] = await Promise.all([web.ping(server), client.ping(server)]);
    const fromForeign = await db.ping(server, { timeoutMs: 1000 });
    return { fromWeb, fromClient, fromForeign };
  },
  expect: ({ web, server, client, host }, { fromWeb, fromClient, fromForeign }) => [
    answered(fromForeign),
    journey([host.docker0.bridge, echoRequest(foreign, server)], [host.uplink, echoRequest(host, server)]),
    answered(fromWeb),
    journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
    answered(fromClient),
    journey([host.secondUplink, echoRequest(client, server)], [host.uplink, echoRequest(host, server)]),
    host.rule('nat', `POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j MASQUERADE`).countedFlows(3),
  ],
  sabotage: ({ host }) => iptables(`-t nat -A POSTROUTING -o ${host.uplink.name} -j MASQUERADE`),
  known: [
    {
      engines: '*',
      because:
        'the rule matches sources in the bridge’s subnet only, as its listing shows: a host that is routed ' +
        'through keeps its address, and so does what a container forwards',
      instead: ({ web, server, client, host }, { fromWeb, fromClient, fromForeign }) => [
        unanswered(fromForeign), // server has no route back
        journey([host.docker0.bridge, echoRequest(foreign, server)], [host.uplink, echoRequest(foreign, server)]),
        answered(fromWeb),
        journey([host.docker0.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)]),
        answered(fromClient),
        journey([host.secondUplink, echoRequest(client, server)], [host.uplink, echoRequest(client, server)]),
        journey([host.uplink, echoReply(server, client)], [host.secondUplink, echoReply(server, client)]),
        host.rule('nat', `POSTROUTING -s ${host.docker0.subnet} ! -o docker0 -j MASQUERADE`).countedFlows(1), // web's
      ],
    },
  ],
  needs: { 'ip-masq': true },
});
