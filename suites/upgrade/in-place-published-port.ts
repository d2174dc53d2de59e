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
  localhost,
  newerEngines,
  syn,
} from 'docknet';

export default conformance({
  id: 'upgrade/in-place-published-port',
  title: 'a published port stays reachable after an engine upgrade, with the client’s address kept',
  claim: documented(
    'moby',
    'The upgrade in place (restart policies)',
    'A container with a restart policy starts again under the newer engine, with its published port.',
  ),
  given: {
    newer: newerEngines(),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ newer, web, host, client }) => {
    const call = async (sourcePort: number) => ({
      web: web.address,
      sourcePort,
      fromLan: await client.get(host, 8080, { sourcePort }),
      local: await host.get(localhost, 8080),
    });
    const steps = [await call(40000)];
    for (const version of newer.versions) {
      await host.upgradeEngine(version);
      await web.waitRestarted();
      steps.push(await call(40000 + steps.length));
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
  // Ends nat PREROUTING before Docker's rule: docker-proxy answers.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j ACCEPT'),
});
