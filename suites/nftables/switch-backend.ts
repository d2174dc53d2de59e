import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  fromPort,
  iptables,
  journey,
  lanHost,
  nftablesEngine,
  syn,
} from 'docknet';

export default conformance({
  id: 'nftables/switch-backend',
  title: 'containers are published and masqueraded after a switch to iptables and after the switch back',
  claim: documented(
    'nftables',
    'Migrating from iptables to nftables',
    'An engine that restarts with the other firewall backend removes its former rules and makes those of the new one.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    const call = async (sourcePort: number) => ({
      web: web.address,
      sourcePort,
      page: await client.get(host, 8080, { sourcePort }),
      ping: await web.ping(client),
    });
    const steps = [await call(40000)];
    for (const settings of [{ 'firewall-backend': 'iptables' }, {}]) {
      await host.restartEngine(settings);
      await web.waitRestarted();
      steps.push(await call(40000 + steps.length));
    }
    return steps;
  },
  expect: ({ host, client }, steps) => [
    ...steps.flatMap(({ web, sourcePort, page, ping }) => [
      clientSeenAs(page, client),
      journey(
        [host.uplink, fromPort(sourcePort, syn(client, host, 8080))],
        [host.docker0.bridge, fromPort(sourcePort, syn(client, web, 80))],
      ),
      answered(ping),
    ]),
    host.uplink.sawTimes(steps.length, echoRequest(host, client)), // masqueraded
  ],
  // Leads the calls to docker-proxy, which hides the client’s address.
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j REDIRECT'),
  needs: { 'ip-masq': true },
});
