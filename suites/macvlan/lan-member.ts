import {
  answered,
  anything,
  arpReply,
  clientSeenAs,
  conformance,
  container,
  different,
  documented,
  echoReply,
  fromMac,
  lanHost,
  macvlan,
  same,
  sameRules,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'macvlan/lan-member',
  title: 'a macvlan container is on the LAN with its own MAC and IP address, all ports open and nothing translated',
  claim: documented(
    'macvlan-page',
    'Introduction',
    'A macvlan container appears as a device of the physical network: with its own MAC address, reachable without ' +
      'published ports, and without a rule of the host’s firewall.',
  ),
  given: {
    lan: macvlan(),
    web: container({ on: 'lan', serve: 9090 }),
    db: container({ on: 'lan', started: false }),
    server: lanHost(),
  },
  when: async ({ web, db, server, host }) => {
    const before = await host.rules();
    await db.start();
    return {
      before,
      after: await host.rules(),
      links: await web.links(),
      ping: await server.ping(web),
      page: await server.get(web, 9090),
      out: await web.get(server, 80),
    };
  },
  expect: ({ web, db, host, server }, { before, after, links, ping, page, out }) => [
    answered(ping),
    host.uplink.saw(fromMac(web.mac, arpReply(web))),
    host.uplink.saw(fromMac(web.mac, echoReply(web, server))),
    same('eth0 has the MAC address of the frames,', links.find(({ name }) => name === 'eth0')?.mac, web.mac),
    different('the MAC addresses of web and db', web.mac, db.mac),
    different('the MAC addresses of web and the uplink', web.mac, host.mac),
    clientSeenAs(page, server),
    clientSeenAs(out, web),
    host.uplink.saw(fromMac(web.mac, syn(web, server, 80))),
    host.uplink.neverSaw(anything({ from: host, to: server })),
    sameRules('a macvlan container adds no rule', before, after),
  ],
  // On docker0 it has the host's address on the LAN, and no open port.
  sabotage: withGiven({ web: container({ serve: 9090 }) }),
});
