import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  same,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'shared/network',
  title: 'a container that joins another’s network namespace has its interface, its hardware address and its address',
  claim: documented(
    'notes',
    '3.7. Interesting things',
    'Joined with --pid and --network, a container shows the same eth0 as the other, with the same hardware address and address.',
  ),
  given: { db: container({ serve: 80 }), tool: container({ on: 'container:db', pidNamespaceOf: 'db' }) },
  when: async ({ db, tool, host }) => ({
    ping: await tool.ping(host.docker0.gateway),
    loopback: await tool.get('127.0.0.1', 80),
    addresses: await tool.addresses(),
    links: { tool: await tool.links(), db: await db.links() },
    netns: { tool: await tool.netns(), db: await db.netns() },
    networks: tool.networks,
  }),
  expect: ({ db, host }, { ping, loopback, addresses, links, netns, networks }) => [
    answered(ping),
    db.eth0.saw(echoRequest(db, host.docker0.gateway)), // tool's ping, from db's address and by db's cable
    db.eth0.saw(echoReply(host.docker0.gateway, db)),
    answered(loopback), // db's server, on tool's own loopback
    clientSeenAs(loopback, '127.0.0.1'),
    same('the network namespace of tool is db’s,', netns.tool, netns.db),
    same('the networks on which the engine has an endpoint for tool itself are', networks, []),
    same('the interfaces of tool are db’s,', links.tool, links.db),
    same('the hardware address of eth0 in tool is', links.tool.find(({ name }) => name === 'eth0')?.mac, db.mac),
    same('the address of eth0 in tool is', addresses.find((each) => each.interface === 'eth0')?.address, db.address),
  ],
  sabotage: withGiven({ tool: container({ pidNamespaceOf: 'db' }) }),
});
