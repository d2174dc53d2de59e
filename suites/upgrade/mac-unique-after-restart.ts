import { answered, bridge, conformance, container, different, documented, echoReply, same, withGiven } from 'docknet';

export default conformance({
  id: 'upgrade/mac-unique-after-restart',
  title:
    'a container that is started again never shares its hardware address with the one that took its address meanwhile',
  claim: documented(
    'moby',
    'Containers made anew (#47146)',
    'Two containers on a network have different hardware addresses, also after one of them was restarted and the other one has the address it had.',
  ),
  given: { web: container(), db: container({ started: false }) },
  when: async ({ web, db, host }) => {
    const old = web.address;
    await web.kill();
    await db.start();
    await web.restart();
    return {
      old,
      ping: await web.ping(db),
      fromHost: [await host.ping(web), await host.ping(db)] as const,
      links: { web: await web.links(), db: await db.links() },
    };
  },
  expect: ({ web, db, host }, { old, ping, fromHost, links }) => {
    const mac = (of: 'web' | 'db') => links[of].find(({ name }) => name === 'eth0')?.mac;
    return [
      same('db has the address that web had,', db.address, old),
      different('the addresses of web and db', web.address, db.address),
      different('the hardware addresses on their interfaces', mac('web'), mac('db')),
      same('the engine says of web’s what web’s interface says,', web.mac, mac('web')),
      answered(ping),
      ...fromHost.map(answered),
      host.docker0.bridge.saw(echoReply(web, host.docker0.gateway)),
      host.docker0.bridge.saw(echoReply(db, host.docker0.gateway)),
    ];
  },
  // On another bridge db takes nothing of web's.
  sabotage: withGiven({ app: bridge(), db: container({ on: 'app', started: false }) }),
});
