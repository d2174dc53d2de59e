import {
  answered,
  anything,
  conformance,
  container,
  documented,
  engine,
  fromPort,
  iptables,
  journey,
  lanHost,
  reset,
  same,
  succeeded,
  syn,
} from 'docknet';

export default conformance({
  id: 'restart/live-flow',
  title: 'with live-restore an open connection goes on while the engine is down, and after it is back',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'With live-restore, containers keep running while the engine is unavailable.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    web: container({ serve: 80, publish: ['8080:80'], stopSignal: 'SIGKILL' }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    const { pid } = web;
    const connection = await client.openConnection(host, 8080, { sourcePort: 40000 });
    const exchanges = [await connection.exchange()];
    const stops = [() => host.stopEngine(), () => host.killEngine()];
    const actions = [];
    const reachable = [];
    for (const stop of stops) {
      actions.push(await stop());
      reachable.push(await host.engineAnswers());
      exchanges.push(await connection.exchange());
      actions.push(await host.startEngine());
      exchanges.push(await connection.exchange());
    }
    await connection.close();
    return { pid, calls: [connection.opened, ...exchanges], actions, reachable, mac: (await web.links())[1]?.mac };
  },
  expect: ({ web, host, client }, { pid, calls, actions, reachable, mac }) => [
    ...calls.map(answered),
    ...actions.map(succeeded),
    same('while it was down, the engine answered', reachable, [false, false]),
    host.uplink.sawTimes(1, syn(client, host, 8080)),
    journey(
      [host.uplink, fromPort(40000, syn(client, host, 8080))],
      [host.docker0.bridge, fromPort(40000, syn(client, web, 80))],
    ),
    host.docker0.bridge.saw(anything({ protocol: 'tcp', from: web, to: client })),
    host.docker0.bridge.neverSaw(reset(web, 80, client)),
    host.uplink.neverSaw(reset(host, 8080, client)),
    same('web’s process and MAC address are', [web.pid, web.mac], [pid, mac]),
  ],
  // Leads calls to docker-proxy, which ends with the engine.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j REDIRECT'),
});
