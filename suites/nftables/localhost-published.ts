import {
  answered,
  conformance,
  container,
  documented,
  lanHost,
  localhost,
  nftables,
  nftablesEngine,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'nftables/localhost-published',
  title: 'a port published on 127.0.0.1 is open on the host, and not to a LAN host that routes 127.0.0.1 to it',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Docker’s rules depend on the configuration of the container: a port published on a loopback address is closed ' +
      'to other hosts.',
  ),
  given: {
    daemon: nftablesEngine(),
    web: container({ serve: 80, publish: [`${localhost}:8080:80`] }),
    client: lanHost(),
  },
  when: async ({ host, client }) => {
    await client.routeLoopback(host.address);
    return {
      fromHost: await host.get(localhost, 8080),
      fromLan: await client.get(localhost, 8080, { timeoutMs: 1000 }),
    };
  },
  expect: ({ web, host, client }, { fromHost, fromLan }) => [
    answered(fromHost),
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)), // docker-proxy's connection
    timedOut(fromLan),
    host.uplink.saw(syn(client, localhost, 8080)),
    host.docker0.bridge.neverSaw(syn(client, web, 80)),
    host
      .rule({ nftables: `docker-bridges raw-PREROUTING iifname != lo ip daddr ${localhost} tcp dport 8080 drop` })
      .matched(),
  ],
  sabotage: () => nftables('flush chain ip docker-bridges raw-PREROUTING'),
  needs: { 'userland-proxy': true },
});
