import {
  answered,
  conformance,
  documented,
  echoRequest,
  iptables,
  lanHost,
  none,
  succeeded,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'restart/forward-rules-kept',
  title: 'an engine that starts again keeps rules in FORWARD, and empties its own chains',
  about: 'rules',
  claim: documented(
    'moby-ipt',
    'index',
    'At its start the engine removes the rules of its own chains; it does not flush FORWARD.',
  ),
  given: { near: lanHost(), far: lanHost({ lan: 'second' }) },
  when: async ({ host, near, far }) => {
    await near.routeTo(far.subnet, host.address);
    await far.routeTo(near.subnet, host.secondUplinkAddress);
    const unruled = await near.ping(far, { timeoutMs: 1000 }); // the policy of FORWARD is DROP
    await host.iptables(`-A FORWARD -s ${near.address} -d ${far.address} -j ACCEPT`);
    await host.iptables(`-I FORWARD -s ${far.address} -d ${near.address} -j ACCEPT`);
    await host.iptables('-A DOCKER -d 203.0.113.8 -j ACCEPT');
    const before = await near.ping(far);
    const restarted = await host.restartEngine();
    return { unruled, restarted, pings: [before, await near.ping(far)], docker: await host.rules({ chain: 'DOCKER' }) };
  },
  expect: ({ host, near, far }, { unruled, restarted, pings, docker }) => [
    unanswered(unruled),
    succeeded(restarted),
    ...pings.map(answered),
    host.uplink.sawTimes(3, echoRequest(near, far)),
    host.secondUplink.sawTimes(2, echoRequest(near, far)),
    host.rule('filter', `FORWARD -s ${near.address} -d ${far.address} -j ACCEPT`).countedPackets(2),
    host.rule('filter', `FORWARD -s ${far.address} -d ${near.address} -j ACCEPT`).countedPackets(2),
    none(
      'the rule in DOCKER is gone',
      docker.filter(({ text }) => text.includes('203.0.113.8')),
    ),
  ],
  // Drops in an earlier table what FORWARD’s rule would accept.
  sabotage: ({ near }) => iptables(`-t mangle -I FORWARD -s ${near.address} -j DROP`),
  needs: { 'live-restore': false },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no rules in FORWARD' },
  notOnHost: 'it restarts the engine',
});
