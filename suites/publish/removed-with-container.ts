import {
  answered,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  same,
  syn,
  that,
  unanswered,
} from 'docknet';

export default conformance({
  id: 'publish/removed-with-container',
  title: 'when a container goes, the rules and the listener of its published port go with it',
  claim: documented(
    'notes',
    '4.2. Host networking',
    'Once the publishing container is gone, its DNAT rule in DOCKER and the MASQUERADE rule for its address are eliminated.',
  ),
  given: { app: container(), web: container({ started: false, serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ web, client, host }) => {
    await web.start();
    const address = web.address ?? 'none';
    const traces = async () => ({
      rules: (await host.sh('iptables-save'))
        .split('\n')
        .filter((rule) => rule.startsWith('-A') && rule.includes(address)),
      listening: (await host.listeners()).includes('tcp 0.0.0.0:8080'),
    });
    const [there, call] = await Promise.all([traces(), client.get(host, 8080)]);
    await web.remove();
    return { address, there, call, gone: await traces(), late: await client.get(host, 8080) };
  },
  expect: ({ client, host }, { address, there, call, gone, late }) => [
    answered(call),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, address, 80)]),
    that(
      'while web is there, a DNAT rule leads to it',
      there.rules.some((rule) => rule.includes(`--to-destination ${address}:80`)),
      there.rules,
    ),
    same('and something listens on the host’s port 8080:', there.listening, true),
    same('when web is gone, the rules that speak of its address are', gone.rules, []),
    same('and something listens on the host’s port 8080:', gone.listening, false),
    unanswered(late),
    host.docker0.bridge.sawTimes(1, syn(client, address, 80)), // the first call's
  ],
  // A rule for the port that nobody takes away stands behind Docker's own and serves when that is gone.
  sabotage: ({ app }) =>
    iptables(
      `-t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination ${(app.address ?? '').replace(/\d+$/, (last) => String(Number(last) + 1))}:80`,
    ),
});
