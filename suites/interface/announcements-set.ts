import {
  announcement,
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  failed,
  succeeded,
  unsolicitedAdvertisement,
  withGiven,
} from 'docknet';

const announcing = (count: string, intervalMs = '1000') => ({
  'com.docker.network.advertise_addr_nmsgs': count,
  'com.docker.network.advertise_addr_ms': intervalMs,
});

export default conformance({
  id: 'interface/announcements-set',
  title: 'containers of a network announce their addresses as often and as fast as the network’s options say',
  claim: documented(
    'rn-28',
    '28.0',
    'advertise_addr_nmsgs is the number of announcements, from 0 to 3, and advertise_addr_ms the time between them.',
  ),
  given: {
    silent: bridge(announcing('0'), { ipv6: 'fd00:db8:51::/64' }),
    one: bridge(announcing('1'), { ipv6: 'fd00:db8:52::/64' }),
    three: bridge(announcing('3', '300'), { ipv6: 'fd00:db8:53::/64' }),
    control: container({ on: 'silent' }),
    oneControl: container({ on: 'one' }),
    threeControl: container({ on: 'three' }),
    web: container({ on: 'silent', started: false }),
    oneWeb: container({ on: 'one', started: false }),
    threeWeb: container({ on: 'three', started: false }),
  },
  when: async ({ web, oneWeb, threeWeb, host }) => {
    const actions = [await threeWeb.start(), await oneWeb.start(), await web.start()];
    const ping = await host.ping(web, { count: 35 }); // 100 ms apart: longer than three announcements take by default
    const refused = [
      await host.createNetwork('four', {}, announcing('4')),
      await host.createNetwork('fast', {}, announcing('3', '99')),
    ];
    return { actions, ping, refused };
  },
  expect: ({ silent, one, three, web, oneWeb, threeWeb }, { actions, ping, refused }) => [
    ...actions.map(succeeded),
    answered(ping),
    silent.bridge.saw(echoReply(web, silent.gateway)),
    silent.bridge.neverSaw(announcement(web)),
    silent.bridge.neverSaw(unsolicitedAdvertisement(web.ipv6)),
    one.bridge.sawTimes(1, announcement(oneWeb)),
    one.bridge.sawTimes(1, unsolicitedAdvertisement(oneWeb.ipv6)),
    three.bridge.sawTimes(3, announcement(threeWeb)),
    three.bridge.sawTimes(3, unsolicitedAdvertisement(threeWeb.ipv6)),
    three.bridge.sawSpaced({ atLeastMs: 250, atMostMs: 800 }, announcement(threeWeb)),
    ...refused.map((action) => failed(action, 'must be in the range')),
  ],
  appliesTo: { engines: '>=28.0.0', because: 'announcements and their options came with 28.0 (moby #48808)' },
  sabotage: withGiven({ one: bridge({}, { ipv6: 'fd00:db8:52::/64' }) }),
});
