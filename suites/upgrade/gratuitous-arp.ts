import {
  announcement,
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  shell,
} from 'docknet';

export default conformance({
  id: 'upgrade/gratuitous-arp',
  title: 'a container that is started announces its address three times',
  claim: documented(
    'moby',
    'Containers made anew (#48808, 28.0 release notes)',
    'When an interface is made a gratuitous ARP goes out three times, a second apart, so that neighbours do not go on sending to the hardware address that had the address before.',
  ),
  given: { app: bridge(), db: container({ on: 'app' }), web: container({ on: 'app', started: false }) },
  when: async ({ web, host }) => {
    await web.start();
    return [await host.ping(web, { count: 25 }), await host.ping(web, { count: 20 })] as const; // a tenth of a second apart: for longer than the announcements take
  },
  expect: ({ app, web }, [ping]) => [
    answered(ping),
    app.bridge.saw(echoRequest(app.gateway, web)),
    app.bridge.sawTimes(3, announcement(web)),
  ],
  // No ARP comes past the bridge's ports.
  sabotage: () =>
    shell(
      'nft add table bridge sabotage && nft add chain bridge sabotage ports "{ type filter hook prerouting priority -300; }" && nft add rule bridge sabotage ports ether type arp drop',
    ),
  known: [
    {
      engines: '<28.0.0',
      because:
        'these engines announce nothing: a neighbour that knows the address by another hardware address finds out when its own entry has expired (until moby #48808)',
      instead: ({ app, web }, [ping]) => [
        answered(ping),
        app.bridge.saw(echoRequest(app.gateway, web)),
        app.bridge.saw(echoReply(web, app.gateway)),
        app.bridge.neverSaw(announcement(web)),
      ],
    },
  ],
});
