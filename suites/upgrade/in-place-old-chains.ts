import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  iptables,
  lanHost,
  newerEngines,
  none,
  sameRules,
  that,
} from 'docknet';

export default conformance({
  id: 'upgrade/in-place-old-chains',
  title: 'after an engine upgrade the firewall equals that of a fresh start: the older engine leaves no rule behind',
  about: 'rules',
  claim: documented(
    'moby',
    'The upgrade in place (#49518)',
    'A newer engine removes the rules of an older one, except those in DOCKER-USER, which belong to the administrator.',
  ),
  given: {
    newer: newerEngines(),
    app: bridge(),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'], restartAlways: true }),
    server: lanHost(),
  },
  when: async ({ newer, web, host, server }) => {
    for (const version of newer.versions) {
      await host.upgradeEngine(version);
      await web.waitRestarted();
    }
    const engineRules = async () => (await host.ruleset()).filter(({ chain }) => chain !== 'DOCKER-USER');
    const [upgraded, ping] = [await engineRules(), await web.ping(server)];
    await host.stopEngine();
    await host.flushRules(undefined, { deleteChains: true });
    const emptied = await host.rules();
    await host.startEngine();
    await web.waitRestarted();
    return { ping, upgraded, emptied, fresh: await engineRules() };
  },
  expect: ({ app, web, server }, { ping, upgraded, emptied, fresh }) => [
    answered(ping),
    app.bridge.saw(echoRequest(web, server)),
    none('the fresh start finds no rule', emptied),
    that('the fresh start makes rules', fresh.length > 0, fresh.length),
    sameRules('the upgraded engine has the rules and chains of a fresh start, each once', fresh, upgraded),
  ],
  // No engine knows this rule, so none removes it.
  sabotage: () => iptables('-A FORWARD -i docker1 -j ACCEPT'),
});
