import {
  announcement,
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  fromMac,
  namingMac,
  overriding,
  shell,
  unsolicitedAdvertisement,
} from 'docknet';

export default conformance({
  id: 'ipv6/announcement',
  title: 'a starting container announces its IPv6 address with its MAC address three times, a second apart',
  claim: documented(
    'rn-28',
    '28.0',
    'Containers send unsolicited ARP and neighbour advertisements when they start, so neighbours renew their tables.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:db8:5::/64' }),
    db: container({ on: 'app' }),
    web: container({ on: 'app', started: false }),
  },
  when: async ({ web, host }) => {
    await web.start();
    return host.ping(web.ipv6, { count: 45 }); // 100 ms apart: longer than the announcements take
  },
  expect: ({ app, web }, ping) => {
    const advertisement = overriding(namingMac(web.mac, fromMac(web.mac, unsolicitedAdvertisement(web.ipv6))));
    return [
      answered(ping),
      app.bridge.saw(echoRequest(app.ipv6.gateway, web.ipv6)),
      app.bridge.sawTimes(3, unsolicitedAdvertisement(web.ipv6)),
      app.bridge.sawTimes(3, advertisement),
      app.bridge.sawSpaced({ atLeastMs: 900, atMostMs: 2000 }, advertisement),
      app.bridge.sawTimes(3, announcement(web)), // the same by ARP
    ];
  },
  // Drops neighbour advertisements at the bridge's ports.
  sabotage: () =>
    shell(
      'nft add table bridge sabotage && nft add chain bridge sabotage ports "{ type filter hook prerouting ' +
        'priority -300; }" && nft add rule bridge sabotage ports icmpv6 type nd-neighbor-advert drop',
    ),
  known: [
    {
      engines: '<28.0.0',
      because: 'these engines announce nothing, over IPv6 as over ARP',
      instead: ({ app, web }, ping) => [
        answered(ping),
        app.bridge.saw(echoRequest(app.ipv6.gateway, web.ipv6)),
        app.bridge.neverSaw(unsolicitedAdvertisement(web.ipv6)),
        app.bridge.neverSaw(announcement(web)),
      ],
    },
  ],
});
