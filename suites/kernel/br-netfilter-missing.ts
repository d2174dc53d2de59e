import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  guard,
  kernel,
  syn,
  synAck,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'kernel/br-netfilter-missing',
  title: 'without br_netfilter no iptables rule holds between containers of one bridge',
  claim: documented(
    'moby',
    'What the kernel must have (contrib/check-config.sh)',
    'CONFIG_BRIDGE_NETFILTER makes bridged packets pass iptables. Without it a DROP in DOCKER-USER holds between ' +
      'bridges only.',
  ),
  given: {
    machine: kernel({ without: ['br_netfilter'] }),
    daemon: engine({}),
    app: bridge(),
    web: container({ on: 'app', serve: 80 }),
    db: container({ on: 'app' }),
  },
  when: async ({ app, web, db, host }) => {
    await host.iptables(`-I DOCKER-USER -o ${app.bridge.name} -j DROP`);
    return { bridged: await db.get(web, 80, { timeoutMs: 3000 }) };
  },
  expect: ({ app, web, db, host }, { bridged }) => [
    clientSeenAs(bridged, db),
    db.eth0.saw(syn(db, web, 80)),
    web.eth0.saw(syn(db, web, 80)),
    db.eth0.saw(synAck(web, 80, db)),
    guard(host.rule('filter', `DOCKER-USER -o ${app.bridge.name} -j DROP`).countedPackets(0)),
  ],
  // From 28 on, the engine loads the module only where it needs it, as without docker-proxy.
  sabotage: withGiven({ machine: kernel({}), daemon: engine({ 'userland-proxy': false }) }),
});
