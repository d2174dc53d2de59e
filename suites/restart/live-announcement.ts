import {
  announcement,
  answered,
  bridge,
  conformance,
  container,
  documented,
  engine,
  shell,
  succeeded,
  unsolicitedAdvertisement,
} from 'docknet';

export default conformance({
  id: 'restart/live-announcement',
  title: 'with live-restore a starting engine announces the addresses of the containers that went on',
  claim: documented(
    'rn-29',
    '29.3',
    'An engine that restores running containers sends ARP announcements and neighbour advertisements for them.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    app: bridge({}, { ipv6: 'fd00:db8:43::/64' }),
    web: container({ on: 'app', started: false, stopSignal: 'SIGKILL' }),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
  },
  when: async ({ web, host }) => {
    const actions = [await web.start()];
    const pings = [await host.ping(web, { count: 45 })]; // 100 ms apart: longer than the announcements take
    actions.push(await host.restartEngine());
    pings.push(await host.ping(web, { count: 45 }));
    return { actions, pings };
  },
  expect: ({ app, web }, { actions, pings }) => [
    ...actions.map(succeeded),
    ...pings.map(answered),
    app.bridge.sawTimes(6, announcement(web)), // three of its start and three of the engine’s
    app.bridge.sawTimes(6, unsolicitedAdvertisement(web.ipv6)),
  ],
  // Drops ARP at the bridge's ports.
  sabotage: () =>
    shell(
      'nft add table bridge sabotage && nft add chain bridge sabotage ports "{ type filter hook prerouting ' +
        'priority -300; }" && nft add rule bridge sabotage ports ether type arp drop',
    ),
  appliesTo: { engines: '>=29.3.0', because: 'announcements for restored containers came with 29.3' },
});
