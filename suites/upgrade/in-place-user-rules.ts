import {
  answered,
  anything,
  conformance,
  container,
  documented,
  fromPort,
  iptables,
  journey,
  lanHost,
  newerEngines,
  same,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'upgrade/in-place-user-rules',
  title: 'rules in DOCKER-USER outlive an upgrade of the engine: they are still there, still first, and still obeyed',
  claim: documented(
    'moby',
    'The upgrade in place (#12294, #49518)',
    'DOCKER-USER is for the administrator’s rules: the engine keeps them, and keeps its own rules behind them.',
  ),
  given: {
    newer: newerEngines(),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    friend: lanHost(),
    stranger: lanHost(),
  },
  when: async ({ newer, web, host, friend, stranger }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -s ${stranger.address} -j DROP`);
    const user = () => host.sh('iptables -S DOCKER-USER');
    const before = await user();
    const steps = [];
    for (const [n, version] of newer.versions.entries()) {
      await host.upgradeEngine(version);
      await web.waitRestarted();
      const [allowed, denied] = await Promise.all([
        friend.get(host, 8080, { sourcePort: 40000 + n }),
        stranger.get(host, 8080, { sourcePort: 40000 + n, timeoutMs: 2000 }),
      ]);
      steps.push({
        version,
        web: web.address,
        allowed,
        denied,
        first: (await host.sh('iptables -S FORWARD')).split('\n')[1],
        user: await user(),
      });
    }
    return { before, steps };
  },
  expect: ({ host, friend, stranger }, { before, steps }) =>
    steps.flatMap(({ version, web, allowed, denied, first, user }, n) => [
      same(`FORWARD’s first rule with ${version} is`, first, '-A FORWARD -j DOCKER-USER'),
      same(`DOCKER-USER with ${version} is`, user, before), // with the RETURN that an engine before 28.2.2 has put at its end (moby #50098)
      answered(allowed),
      journey(
        [host.uplink, fromPort(40000 + n, syn(friend, host, 8080))],
        [host.docker0.bridge, fromPort(40000 + n, syn(friend, web, 80))],
      ),
      timedOut(denied),
      host.uplink.saw(fromPort(40000 + n, syn(stranger, host, 8080))),
      host.docker0.bridge.neverSaw(fromPort(40000 + n, anything({ from: stranger }))),
    ]),
  // Ends nat PREROUTING for the stranger: docker-proxy answers then, and no chain of FORWARD is passed.
  sabotage: ({ stranger }) => iptables(`-t nat -I PREROUTING -s ${stranger.address} -p tcp --dport 8080 -j ACCEPT`),
});
