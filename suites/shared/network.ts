import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  localhost,
  same,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'shared/network',
  title: 'a container that joins another’s network namespace has its interface, MAC address and IP address',
  claim: documented(
    'notes',
    '3.7. Interesting things',
    'A container started with --pid and --network of another shows the same eth0, with the same MAC and IP address.',
  ),
  given: { db: container({ serve: 80 }), web: container({ on: 'container:db', pidNamespaceOf: 'db' }) },
  when: async ({ db, web, host }) => ({
    ping: await web.ping(host.docker0.gateway),
    loopback: await web.get(localhost, 80),
    addresses: await web.addresses(),
    links: { web: await web.links(), db: await db.links() },
    netns: { web: await web.netns(), db: await db.netns() },
    networks: web.networks,
    files: await Promise.all([web, db].map(async (of) => [await of.hostsFile(), await of.resolvConf()])),
  }),
  expect: ({ db, host }, { ping, loopback, addresses, links, netns, networks, files: [files, dbFiles] }) => [
    answered(ping),
    db.eth0.saw(echoRequest(db, host.docker0.gateway)), // web's ping, from db's address by db's veth
    db.eth0.saw(echoReply(host.docker0.gateway, db)),
    answered(loopback), // db's server on web's loopback
    clientSeenAs(loopback, localhost),
    same('the network namespace of web is db’s,', netns.web, netns.db),
    same('the networks with an endpoint of web’s own are', networks, []),
    same('the hosts file and the resolv.conf of web are db’s,', files, dbFiles),
    same('the interfaces of web are db’s,', links.web, links.db),
    same('the MAC address of eth0 in web is', links.web.find(({ name }) => name === 'eth0')?.mac, db.mac),
    same('the address of eth0 in web is', addresses.find((each) => each.interface === 'eth0')?.address, db.address),
  ],
  sabotage: withGiven({ web: container({ pidNamespaceOf: 'db' }) }),
});
