import {
  conformance,
  container,
  dockerHost,
  documented,
  echoReply,
  echoRequest,
  esp,
  overlay,
  same,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'overlay/encrypted-mtu',
  title: 'interfaces of an encrypted overlay network leave 76 bytes of the MTU to VXLAN and ESP',
  claim: documented(
    'overlay-page',
    'Encrypt traffic on an overlay network',
    '--opt encrypted encrypts the VXLAN packets with IPsec, which the hosts’ own network must carry whole.',
  ),
  given: {
    second: dockerHost(),
    net: overlay({ encrypted: true }),
    web: container({ on: 'net' }),
    db: container({ on: 'net', runsOn: 'second' }),
  },
  when: async ({ web, db }) => ({
    mtu: (await web.read('/sys/class/net/eth0/mtu')).trim(),
    full: await web.sh(`ping -c 1 -W 5 -s 1396 ${db.address}`),
  }),
  expect: ({ second, web, db, host }, { mtu, full }) => [
    same('the MTU of eth0 is', mtu, '1424'),
    that('a ping of 1424 bytes is answered', full.includes(' 0% packet loss'), full),
    db.eth0.sawTimes(1, echoRequest(web, db)),
    web.eth0.sawTimes(1, echoReply(db, web)),
    host.uplink.saw(esp(host, second)),
    second.uplink.saw(esp(second, host)),
  ],
  sabotage: withGiven({ net: overlay() }),
});
