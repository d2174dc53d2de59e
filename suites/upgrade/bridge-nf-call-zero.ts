import {
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  same,
  syn,
  synAck,
  unanswered,
  withGiven,
} from 'docknet';

const sysctl = 'net.bridge.bridge-nf-call-iptables';

export default conformance({
  id: 'upgrade/bridge-nf-call-zero',
  title:
    'without docker-proxy a container reaches its neighbour’s published port though bridge-nf-call-iptables began at 0',
  claim: documented(
    'moby',
    'The host’s own firewall (#48664)',
    'The engine sees to it that bridged packets pass iptables where it needs that: the neighbour’s answer comes by the bridge and must be translated back.',
  ),
  given: {
    daemon: engine({ 'userland-proxy': false }, { [sysctl]: 0 }),
    web: container({ serve: 80, publish: ['8080:80'] }),
    db: container(),
  },
  when: async ({ db, host }) => ({
    call: await db.get(host, 8080, { timeoutMs: 3000 }),
    after: await host.sysctl(sysctl),
  }),
  expect: ({ web, db, host }, { call, after }) => [
    same(`${sysctl} is`, after, '1'),
    clientSeenAs(call, db),
    db.eth0.saw(syn(db, host, 8080)),
    web.eth0.saw(syn(db, web, 80)), // translated, and back by the bridge it came from
    web.eth0.saw(synAck(web, 80, db)),
    db.eth0.saw(synAck(host, 8080, db)), // the answer, translated back on the bridge
  ],
  known: [
    {
      engines: '<27.4.0',
      because:
        'these engines leave the setting as they find it where the kernel module is there already (moby #48685), so the neighbour’s answer is not translated back and the caller does not know it',
      instead: ({ web, db, host }, { call, after }) => [
        same(`${sysctl} is`, after, '0'),
        unanswered(call),
        web.eth0.saw(syn(db, web, 80)),
        db.eth0.saw(synAck(web, 80, db)), // with web's address, which db did not call
        db.eth0.neverSaw(synAck(host, 8080, db)),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({}) }), // with docker-proxy, which takes the call itself
});
