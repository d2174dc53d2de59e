import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  fromPort,
  iptables,
  journey,
  lanHost,
  newerEngines,
  syn,
} from 'docknet';

export default conformance({
  id: 'upgrade/in-place-published-port',
  title: 'a published port is reached after an upgrade of the engine as before it, and the client’s address is kept',
  claim: documented(
    'moby',
    'The upgrade in place (restart policies)',
    'A container that is to restart comes back with the newer engine, and its published port with it.',
  ),
  given: {
    newer: newerEngines(),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ newer, web, host, client }) => {
    const ask = async (sourcePort: number) => ({
      web: web.address,
      sourcePort,
      fromLan: await client.get(host, 8080, { sourcePort }),
      local: await host.get('127.0.0.1', 8080),
    });
    const steps = [await ask(40000)];
    for (const version of newer.versions) {
      await host.upgradeEngine(version);
      await web.waitRestarted();
      steps.push(await ask(40000 + steps.length));
    }
    return steps;
  },
  expect: ({ host, client }, steps) =>
    steps.flatMap(({ web, sourcePort, fromLan, local }) => [
      clientSeenAs(fromLan, client),
      journey(
        [host.uplink, fromPort(sourcePort, syn(client, host, 8080))],
        [host.docker0.bridge, fromPort(sourcePort, syn(client, web, 80))],
      ),
      answered(local),
    ]),
  // Ends nat PREROUTING before Docker's rule: docker-proxy answers then.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j ACCEPT'),
});
