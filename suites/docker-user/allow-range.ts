import {
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
  type Endpoint,
} from 'docknet';

const range = (first: Endpoint, last: Endpoint) => `${first.address}-${last.address}`;

export default conformance({
  id: 'docker-user/allow-range',
  title: 'the notes’ rule for an address range lets its first and last host in and blocks those next to it',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'A DROP in DOCKER-USER with an iprange match restricts external access to a range of addresses.',
  ),
  // LAN hosts get consecutive addresses in this order.
  given: {
    web: container({ serve: 80, publish: ['8080:80'] }),
    belowRange: lanHost(),
    firstInRange: lanHost(),
    lastInRange: lanHost(),
    aboveRange: lanHost(),
  },
  when: async ({ host, belowRange, firstInRange, lastInRange, aboveRange }) => {
    await host.iptables(
      `-I DOCKER-USER -m iprange -i ${host.uplink.name} ! --src-range ${range(firstInRange, lastInRange)} -j DROP`,
    );
    const [first, last, below, above] = await Promise.all([
      firstInRange.get(host, 8080),
      lastInRange.get(host, 8080),
      belowRange.get(host, 8080, { timeoutMs: 1000 }),
      aboveRange.get(host, 8080, { timeoutMs: 1000 }),
    ]);
    return { first, last, below, above };
  },
  expect: ({ web, host, belowRange, firstInRange, lastInRange, aboveRange }, { first, last, below, above }) => [
    answered(first),
    journey([host.uplink, syn(firstInRange, host, 8080)], [host.docker0.bridge, syn(firstInRange, web, 80)]),
    answered(last),
    journey([host.uplink, syn(lastInRange, host, 8080)], [host.docker0.bridge, syn(lastInRange, web, 80)]),
    timedOut(below),
    timedOut(above),
    host.uplink.saw(syn(belowRange, host, 8080)),
    host.uplink.saw(syn(aboveRange, host, 8080)),
    host.docker0.bridge.neverSaw(anything({ from: belowRange })),
    host.docker0.bridge.neverSaw(anything({ from: aboveRange })),
    guard(
      host
        .rule(
          'filter',
          `DOCKER-USER -i ${host.uplink.name} -m iprange ! --src-range ${range(firstInRange, lastInRange)} -j DROP`,
        )
        .matched(),
    ),
  ],
  // Accepts before DOCKER-USER.
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER-USER chain' },
});
