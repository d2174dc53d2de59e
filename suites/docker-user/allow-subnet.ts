import {
  addressIn,
  answered,
  anything,
  conformance,
  container,
  documented,
  guard,
  iptables,
  journey,
  lanHost,
  syn,
  timedOut,
} from 'docknet';

/** Addresses .12 to .15 of the LAN: allowedClient and allowedNeighbour are in it, blockedClient (.11) is not. */
const allowed = (client: { readonly subnet: string }) => `${addressIn(client.subnet, 12)}/30`;

export default conformance({
  id: 'docker-user/allow-subnet',
  title: 'the notes’ rule for a subnet lets its hosts in and blocks others',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'A DROP in DOCKER-USER for what enters by the external interface from other subnets restricts external access ' +
      'to one subnet.',
  ),
  given: {
    web: container({ serve: 80, publish: ['8080:80'] }),
    blockedClient: lanHost(),
    allowedClient: lanHost(),
    allowedNeighbour: lanHost(),
  },
  when: async ({ host, allowedClient, allowedNeighbour, blockedClient }) => {
    await host.iptables(`-I DOCKER-USER -i ${host.uplink.name} ! -s ${allowed(allowedClient)} -j DROP`);
    const [first, second, denied] = await Promise.all([
      allowedClient.get(host, 8080),
      allowedNeighbour.get(host, 8080),
      blockedClient.get(host, 8080, { timeoutMs: 1000 }),
    ]);
    return { first, second, denied };
  },
  expect: ({ web, host, allowedClient, allowedNeighbour, blockedClient }, { first, second, denied }) => [
    answered(first),
    journey([host.uplink, syn(allowedClient, host, 8080)], [host.docker0.bridge, syn(allowedClient, web, 80)]),
    answered(second),
    journey([host.uplink, syn(allowedNeighbour, host, 8080)], [host.docker0.bridge, syn(allowedNeighbour, web, 80)]),
    timedOut(denied),
    host.uplink.saw(syn(blockedClient, host, 8080)),
    host.docker0.bridge.neverSaw(anything({ from: blockedClient })),
    guard(host.rule('filter', `DOCKER-USER -i ${host.uplink.name} ! -s ${allowed(allowedClient)} -j DROP`).matched()),
  ],
  // Accepts before DOCKER-USER.
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
