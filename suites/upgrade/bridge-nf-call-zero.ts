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
    'without docker-proxy a container reaches its neighbour’s published port even if bridge-nf-call-iptables was 0',
  claim: documented(
    'moby',
    'The host’s own firewall (#48664)',
    'The engine makes bridged packets pass iptables where it depends on that: the neighbour’s reply stays on the ' +
      'bridge and must be translated back.',
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
    web.eth0.saw(syn(db, web, 80)), // translated, back out of the bridge it came from
    web.eth0.saw(synAck(web, 80, db)),
    db.eth0.saw(synAck(host, 8080, db)), // the reply, translated back on the bridge
  ],
  known: [
    {
      engines: '<27.4.0',
      because:
        'these engines keep the setting if the kernel module is already loaded (moby #48685), so the neighbour’s ' +
        'reply is not translated back and the caller ignores it',
      instead: ({ web, db, host }, { call, after }) => [
        same(`${sysctl} is`, after, '0'),
        unanswered(call),
        web.eth0.saw(syn(db, web, 80)),
        db.eth0.saw(synAck(web, 80, db)), // from web's address, which db did not call
        db.eth0.neverSaw(synAck(host, 8080, db)),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({}) }), // docker-proxy takes the call
  needs: { icc: true },
});
