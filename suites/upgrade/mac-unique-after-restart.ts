import { answered, bridge, conformance, container, different, documented, echoReply, same, withGiven } from 'docknet';

export default conformance({
  id: 'upgrade/mac-unique-after-restart',
  title: 'a restarted container does not share its MAC address with the container that took its IP address',
  claim: documented(
    'moby',
    'Containers made anew (#47146)',
    'Two containers on a network have different MAC addresses, even after one restarts and the other has its ' +
      'former IP address.',
  ),
  given: { web: container(), db: container({ started: false }) },
  when: async ({ web, db, host }) => {
    const old = web.address;
    await web.kill();
    await db.start();
    await web.start();
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
      same('db has web’s former address,', db.address, old),
      different('the addresses of web and db', web.address, db.address),
      different('the MAC addresses of their interfaces', mac('web'), mac('db')),
      same('the engine reports the MAC address of web’s interface,', web.mac, mac('web')),
      answered(ping),
      ...fromHost.map(answered),
      host.docker0.bridge.saw(echoReply(web, host.docker0.gateway)),
      host.docker0.bridge.saw(echoReply(db, host.docker0.gateway)),
    ];
  },
  // On another bridge db does not get web's address.
  sabotage: withGiven({ app: bridge(), db: container({ on: 'app', started: false }) }),
  needs: { icc: true },
});
