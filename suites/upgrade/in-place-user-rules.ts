import {
  aboutRules,
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
  sameRules,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'upgrade/in-place-user-rules',
  title: 'rules in DOCKER-USER survive an engine upgrade: kept, first in FORWARD, and applied',
  claim: documented(
    'moby',
    'The upgrade in place (#12294, #49518)',
    'DOCKER-USER holds the administrator’s rules. The engine keeps them and puts its own rules after them.',
  ),
  given: {
    newer: newerEngines(),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    allowedClient: lanHost(),
    blockedClient: lanHost(),
  },
  when: async ({ newer, web, host, allowedClient, blockedClient }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} -s ${blockedClient.address} -j DROP`);
    const user = () => host.rules({ chain: 'DOCKER-USER' });
    const before = await user();
    const steps = [];
    for (const [n, version] of newer.versions.entries()) {
      await host.upgradeEngine(version);
      await web.waitRestarted();
      const [allowed, denied] = await Promise.all([
        allowedClient.get(host, 8080, { sourcePort: 40000 + n }),
        blockedClient.get(host, 8080, { sourcePort: 40000 + n, timeoutMs: 2000 }),
      ]);
      steps.push({
        version,
        web: web.address,
        allowed,
        denied,
        first: (await host.rules({ table: 'filter', chain: 'FORWARD' }))[0]?.text,
        user: await user(),
      });
    }
    return { before, steps };
  },
  expect: ({ host, allowedClient, blockedClient }, { before, steps }) =>
    steps.flatMap(({ version, web, allowed, denied, first, user }, n) => [
      aboutRules(same(`with ${version} FORWARD’s first rule is`, first, '-A FORWARD -j DOCKER-USER')),
      // RETURN of an engine before 28.2.2 included (moby #50098)
      sameRules(`with ${version} DOCKER-USER is unchanged`, before, user),
      answered(allowed),
      journey(
        [host.uplink, fromPort(40000 + n, syn(allowedClient, host, 8080))],
        [host.docker0.bridge, fromPort(40000 + n, syn(allowedClient, web, 80))],
      ),
      timedOut(denied),
      host.uplink.saw(fromPort(40000 + n, syn(blockedClient, host, 8080))),
      host.docker0.bridge.neverSaw(fromPort(40000 + n, anything({ from: blockedClient }))),
    ]),
  // Ends nat PREROUTING for the blocked client: docker-proxy answers, and FORWARD is not passed.
  sabotage: ({ blockedClient }) =>
    iptables(`-t nat -I PREROUTING -s ${blockedClient.address} -p tcp --dport 8080 -j ACCEPT`),
});
