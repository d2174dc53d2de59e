import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  newerEngines,
  shell,
  timedOut,
  type Network,
} from 'docknet';

const attempt = (red: Network, n: number) => `PREROUTING -i ${red.bridge.name} -p tcp --sport ${40000 + n} --dport 80`;

export default conformance({
  id: 'upgrade/in-place-isolation',
  title: 'containers on different bridges do not reach each other after an upgrade of the engine either',
  claim: documented(
    'moby',
    'The upgrade in place (#49518, #49829)',
    'Whatever rules a newer engine keeps bridges apart with, they are kept apart when it has taken over networks that an older one made.',
  ),
  given: {
    newer: newerEngines(),
    red: bridge(),
    blue: bridge(),
    redWeb: container({ on: 'red', restartAlways: true }),
    blueWeb: container({ on: 'blue', serve: 80, restartAlways: true }),
  },
  when: async ({ newer, red, redWeb, blueWeb, host }) => {
    // Each attempt is counted where the host first sees it: 28 drops it in the same chain, and the bridge's interface never shows it.
    for (const n of newer.versions.keys()) await host.iptables(`-t raw -I ${attempt(red, n)}`);
    const steps = [];
    for (const [n, version] of newer.versions.entries()) {
      await host.upgradeEngine(version);
      await Promise.all([redWeb.waitRestarted(), blueWeb.waitRestarted()]);
      const [across, own, outward] = await Promise.all([
        redWeb.get(blueWeb, 80, { sourcePort: 40000 + n, timeoutMs: 2000 }),
        host.ping(blueWeb),
        redWeb.ping(red.gateway),
      ]);
      steps.push({ blueWeb: blueWeb.address, across, own, outward });
    }
    return steps;
  },
  expect: ({ red, blue, host }, steps) =>
    steps.flatMap(({ blueWeb, across, own, outward }, n) => [
      timedOut(across),
      host.rule('raw', attempt(red, n)).matched(),
      blue.bridge.neverSaw(anything({ protocol: 'tcp', to: blueWeb })), // from whatever address: it could come masqueraded
      answered(own), // blueWeb is there
      blue.bridge.saw(echoReply(blueWeb, blue.gateway)),
      answered(outward),
    ]),
  // DOCKER-USER outlives the upgrades, and so does raw's first rule.
  sabotage: () => shell('iptables -t raw -I PREROUTING -j ACCEPT && iptables -I DOCKER-USER -j ACCEPT'),
});
