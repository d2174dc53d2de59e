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
  title: 'a starting container announces its address three times, a second apart',
  claim: documented(
    'moby',
    'Containers made anew (#48808, 28.0 release notes)',
    'The engine sends a gratuitous ARP three times, a second apart, when it creates an interface, so neighbours ' +
      'stop sending to the previous owner’s MAC address.',
  ),
  given: { app: bridge(), db: container({ on: 'app' }), web: container({ on: 'app', started: false }) },
  when: async ({ web, host }) => {
    await web.start();
    return host.ping(web, { count: 45 }); // 100 ms apart: longer than the announcements take
  },
  expect: ({ app, web }, ping) => [
    answered(ping),
    app.bridge.saw(echoRequest(app.gateway, web)),
    app.bridge.sawTimes(3, announcement(web)),
    app.bridge.sawSpaced({ atLeastMs: 900, atMostMs: 2000 }, announcement(web)),
  ],
  // Drops ARP at the bridge's ports.
  sabotage: () =>
    shell(
      'nft add table bridge sabotage && nft add chain bridge sabotage ports "{ type filter hook prerouting ' +
        'priority -300; }" && nft add rule bridge sabotage ports ether type arp drop',
    ),
  known: [
    {
      engines: '<28.0.0',
      because:
        'these engines announce nothing: a neighbour that knows the address with another MAC address notices when ' +
        'its entry expires (until moby #48808)',
      instead: ({ app, web }, ping) => [
        answered(ping),
        app.bridge.saw(echoRequest(app.gateway, web)),
        app.bridge.saw(echoReply(web, app.gateway)),
        app.bridge.neverSaw(announcement(web)),
      ],
    },
  ],
});
