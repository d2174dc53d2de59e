import {
  anything,
  clientSeenAs,
  answered,
  conformance,
  container,
  documented,
  echoRequest,
  engine,
  fromPort,
  iptables,
  journey,
  lanHost,
  localhost,
  same,
  syn,
} from 'docknet';

export default conformance({
  id: 'restart/live-new-connection',
  title: 'with live-restore new connections reach a published port while the engine is down, and containers leave',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Containers keep running, published and masqueraded while the engine is unavailable.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    web: container({ serve: 80, publish: ['8080:80'], stopSignal: 'SIGKILL' }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    const call = async (sourcePort: number) => ({
      page: await client.get(host, 8080, { sourcePort }),
      ping: await web.ping(client),
    });
    const before = await call(40000);
    await host.stopEngine();
    const down = await host.engineAnswers();
    const during = await call(40001);
    await host.startEngine();
    const first = await call(40002);
    await host.killEngine();
    const killed = await call(40003);
    await host.startEngine();
    return { down, calls: [before, during, first, killed, await call(40004)], local: await host.get(localhost, 8080) };
  },
  expect: ({ web, host, client }, { down, calls, local }) => [
    same('while it was down, the engine answered', down, false),
    ...calls.flatMap(({ page, ping }, n) => [
      answered(ping),
      clientSeenAs(page, client),
      journey(
        [host.uplink, fromPort(40000 + n, syn(client, host, 8080))],
        [host.docker0.bridge, fromPort(40000 + n, syn(client, web, 80))],
      ),
    ]),
    host.uplink.sawTimes(5, echoRequest(host, client)),
    host.uplink.neverSaw(anything({ protocol: 'icmp', from: web })),
    answered(local), // through the docker-proxy of the engine that is back
  ],
  // Leads calls to docker-proxy, which ends with the engine.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j REDIRECT'),
});
