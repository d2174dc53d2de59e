import {
  conformance,
  container,
  dockerHost,
  documented,
  echoReply,
  echoRequest,
  inVxlan,
  overlay,
  same,
  shell,
  that,
} from 'docknet';

export default conformance({
  id: 'overlay/mtu',
  title: 'an overlay network’s interfaces leave 50 bytes of the MTU to VXLAN, and full packets are not fragmented',
  claim: documented(
    'overlay-page',
    'Introduction',
    'The network sits on top of the hosts’ own network, which carries each of its frames inside a packet.',
  ),
  given: {
    second: dockerHost(),
    net: overlay(),
    web: container({ on: 'net' }),
    db: container({ on: 'net', runsOn: 'second' }),
  },
  when: async ({ web, db }) => ({
    mtu: (await web.read('/sys/class/net/eth0/mtu')).trim(),
    full: await web.sh(`ping -c 1 -W 5 -s 1422 ${db.address}`),
  }),
  expect: ({ second, web, db, host }, { mtu, full }) => [
    same('the MTU of eth0 is', mtu, '1450'),
    that('a ping of 1450 bytes is answered', full.includes(' 0% packet loss'), full),
    host.uplink.sawTimes(1, inVxlan(host, second, echoRequest(web, db))),
    second.uplink.sawTimes(1, inVxlan(second, host, echoReply(db, web))),
    db.eth0.sawTimes(1, echoRequest(web, db)),
  ],
  sabotage: ({ web }) => shell(`nsenter -t ${web.pid} -n ip link set eth0 mtu 1400`),
});
