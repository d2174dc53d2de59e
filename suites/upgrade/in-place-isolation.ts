import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  guard,
  newerEngines,
  shell,
  timedOut,
  type Network,
} from 'docknet';

const attempt = (red: Network, n: number) => `PREROUTING -i ${red.bridge.name} -p tcp --sport ${40000 + n} --dport 80`;

export default conformance({
  id: 'upgrade/in-place-isolation',
  title: 'containers on different bridges stay isolated after an engine upgrade',
  claim: documented(
    'moby',
    'The upgrade in place (#49518, #49829)',
    'A newer engine isolates the networks that an older one created, by whatever rules.',
  ),
  given: {
    newer: newerEngines(),
    red: bridge(),
    blue: bridge(),
    redWeb: container({ on: 'red', restartAlways: true }),
    blueWeb: container({ on: 'blue', serve: 80, restartAlways: true }),
  },
  when: async ({ newer, red, redWeb, blueWeb, host }) => {
    // Counts each attempt where the host first sees it: 28 drops it in the same chain, before the bridge's interface.
    for (const n of newer.versions.keys()) await host.iptables(`-t raw -I ${attempt(red, n)}`);
    const steps = [];
    for (const [n, version] of newer.versions.entries()) {
      await host.upgradeEngine(version);
      await Promise.all([redWeb.waitRestarted(), blueWeb.waitRestarted()]);
      const [across, fromHost, toGateway] = await Promise.all([
        redWeb.get(blueWeb, 80, { sourcePort: 40000 + n, timeoutMs: 2000 }),
        host.ping(blueWeb),
        redWeb.ping(red.gateway),
      ]);
      steps.push({ blueWeb: blueWeb.address, across, fromHost, toGateway });
    }
    return steps;
  },
  expect: ({ red, blue, host }, steps) =>
    steps.flatMap(({ blueWeb, across, fromHost, toGateway }, n) => [
      timedOut(across),
      guard(host.rule('raw', attempt(red, n)).matched()),
      blue.bridge.neverSaw(anything({ protocol: 'tcp', to: blueWeb })), // from any address: it could be masqueraded
      answered(fromHost), // blueWeb answers
      blue.bridge.saw(echoReply(blueWeb, blue.gateway)),
      answered(toGateway),
    ]),
  // DOCKER-USER and raw's first rule survive the upgrades.
  sabotage: () => shell('iptables -t raw -I PREROUTING -j ACCEPT && iptables -I DOCKER-USER -j ACCEPT'),
});
