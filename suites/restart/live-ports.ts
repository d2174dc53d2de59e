import {
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  failed,
  iptables,
  lanHost,
  listening,
  localhost,
  notListening,
  refused,
  sameRules,
  succeeded,
} from 'docknet';

const ports = [8080, 8081, 4000];

export default conformance({
  id: 'restart/live-ports',
  title: 'with live-restore an engine that is back holds all ports of its containers, and releases them with these',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Containers keep running while the engine is unavailable, and the engine manages them again when it is back.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    db: container({ stopSignal: 'SIGKILL' }),
    web: container({
      started: false,
      serve: 80,
      alsoServe: [81],
      serveUdp: 5000,
      publish: ['8080:80', '{host}:8081:81', '4000:5000/udp'],
      stopSignal: 'SIGKILL',
    }),
    late: container({ started: false, publish: ['8081:80'] }),
    client: lanHost(),
  },
  when: async ({ web, late, host, client }) => {
    const calls = () =>
      Promise.all([client.get(host, 8080), client.get(host, 8081), client.udpEcho(host, 4000, { timeoutMs: 5000 })]);
    const none = await host.ruleset();
    await web.start();
    const [rules, before] = [await host.ruleset(), await calls()];
    const actions = [await host.killEngine(), await host.startEngine()];
    const back = { rules: await host.ruleset(), listeners: await host.listeners(), calls: await calls() };
    const local = [await host.get(localhost, 8080), await host.udpEcho(localhost, 4000)];
    const taken = await late.start();
    actions.push(await web.stop());
    const stopped = { rules: await host.ruleset(), listeners: await host.listeners(), calls: await calls() };
    actions.push(await web.start());
    return { none, rules, before, actions, back, local, taken, stopped, again: await calls() };
  },
  expect: ({ host, client }, { none, rules, before, actions, back, local, taken, stopped, again }) => [
    ...actions.map(succeeded),
    ...[...before, ...back.calls, ...again].map((call) => clientSeenAs(call, client)),
    sameRules('the engine that is back has the rules from before', rules, back.rules),
    listening(back.listeners, { protocol: 'tcp', address: '0.0.0.0', port: 8080, program: 'docker-proxy' }),
    listening(back.listeners, { protocol: 'tcp', address: host.address, port: 8081, program: 'docker-proxy' }),
    listening(back.listeners, { protocol: 'udp', address: '0.0.0.0', port: 4000, program: 'docker-proxy' }),
    ...local.map((call) => clientSeenAs(call, host.docker0.gateway)),
    failed(taken, 'already'),
    ...stopped.calls.map(refused),
    ...ports.map((port) => notListening(stopped.listeners, { port })),
    sameRules('stopping web leaves the rules from before its start', none, stopped.rules),
  ],
  // Leads calls to docker-proxy, which ends with the engine.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j REDIRECT'),
  needs: { 'userland-proxy': true },
});
