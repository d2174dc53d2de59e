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
  that,
} from 'docknet';

export default conformance({
  id: 'upgrade/in-place-old-chains',
  title:
    'after an upgrade the firewall is what the newer engine makes from nothing: the older one has left no rule behind',
  claim: documented(
    'moby',
    'The upgrade in place (#49518)',
    'A newer engine takes the rules of an older one away, DOCKER-USER’s excepted, which are the administrator’s.',
  ),
  given: {
    newer: newerEngines(),
    app: bridge(),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'], restartAlways: true }),
    peer: lanHost(),
  },
  when: async ({ newer, web, host, peer }) => {
    for (const version of newer.versions) {
      await host.upgradeEngine(version);
      await web.waitRestarted();
    }
    // A chain of the kernel's that accepts says nothing: legacy iptables lists it as soon as anybody has asked for its table.
    const rules = async () =>
      (await host.sh('iptables-save'))
        .split('\n')
        .filter((line) => /^-A (?!DOCKER-USER )|^:(?!\S+ ACCEPT)/.test(line))
        .map((line) => line.replace(/ \[.*/, ''));
    const [upgraded, ping] = [await rules(), await web.ping(peer)];
    await host.stopEngine();
    await host.sh('for table in filter nat raw mangle; do iptables -t $table -F; iptables -t $table -X; done');
    const emptied = (await rules()).filter((line) => line.startsWith('-A'));
    await host.startEngine();
    await web.waitRestarted();
    const fresh = await rules();
    return {
      ping,
      emptied,
      left: upgraded.filter((rule) => !fresh.includes(rule)),
      missing: fresh.filter((rule) => !upgraded.includes(rule)),
      count: [upgraded.length, fresh.length],
    };
  },
  expect: ({ app, web, peer }, { ping, emptied, left, missing, count }) => [
    answered(ping),
    app.bridge.saw(echoRequest(web, peer)),
    that('the fresh start finds no rule', emptied.length === 0, emptied),
    that('no rule or chain is there that a fresh start does not make', left.length === 0, left),
    that('and none that it makes is missing', missing.length === 0, missing),
    that('none is there twice', count[0] === count[1], count),
  ],
  // A rule that no engine knows is nobody's to take away.
  sabotage: () => iptables('-A FORWARD -i docker1 -j ACCEPT'),
});
