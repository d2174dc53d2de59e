import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  failed,
  iptables,
  lanHost,
  notListening,
  refused,
  sameRules,
  succeeded,
} from 'docknet';

export default conformance({
  id: 'publish/port-free-again',
  title: 'a port is free again when its container stops or when the process that made a start fail has ended',
  claim: documented(
    'api',
    'PublishAllPorts',
    'A container’s ports are released when it stops, and are allocated when it starts.',
  ),
  given: {
    web: container({
      started: false,
      serve: 80,
      serveUdp: 5000,
      publish: ['{secondary}:8080:80', '{host}:4000:5000/udp', '4001:5000/udp'],
    }),
    late: container({ started: false, serve: 80, publish: ['{secondary}:8080:80', '{host}:4000:80/udp'] }),
    hostWeb: container({ on: 'host', serve: 9090 }),
    tooEarly: container({ started: false, publish: ['9090:80'] }),
    db: container({ started: false, serve: 80, publish: ['9090:80'] }),
    client: lanHost(),
  },
  when: async ({ web, late, hostWeb, tooEarly, db, host, client }) => {
    const rules = await host.ruleset();
    const calls = (sourcePort: number) =>
      Promise.all([
        client.get(host.secondaryAddress, 8080, { sourcePort }),
        client.udpEcho(host, 4000, { sourcePort }),
        client.udpEcho(host, 4001, { sourcePort: sourcePort + 10 }),
      ]);
    const actions = [await web.start()];
    const served = await calls(40000);
    actions.push(await web.stop());
    const stopped = { rules: await host.ruleset(), listeners: await host.listeners(), calls: await calls(40001) };
    actions.push(await late.start());
    const other = await client.get(host.secondaryAddress, 8080);
    actions.push(await late.remove(), await web.start());
    const again = await calls(40002);
    const early = await tooEarly.start();
    actions.push(await hostWeb.remove(), await db.start());
    return { rules, actions, served, stopped, other, again, early, page: await client.get(host, 9090) };
  },
  expect: ({ client }, { rules, actions, served, stopped, other, again, early, page }) => [
    ...actions.map(succeeded),
    failed(early, ':9090', 'already in use'),
    ...[...served, other, ...again, page].map((call) => clientSeenAs(call, client)),
    ...stopped.calls.map(refused),
    sameRules('stopping web leaves the rules from before its start', rules, stopped.rules),
    ...[8080, 4000, 4001].map((port) => notListening(stopped.listeners, { port })),
    answered(page),
  ],
  // Translates to the host itself before Docker's rule.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 9090 -j REDIRECT --to-ports 9'),
});
