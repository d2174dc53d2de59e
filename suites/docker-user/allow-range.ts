import {
  answered,
  anything,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'docker-user/allow-range',
  title: 'the notes’ rule for a range of addresses lets its first and last host in and stops those beside it',
  claim: documented(
    'notes',
    '5. Restrict connections',
    'A DROP in DOCKER-USER with an iprange match restricts external access to a range of addresses.',
  ),
  // Outside hosts have addresses one after another, in the order in which they are given.
  given: {
    web: container({ serve: 80, publish: ['8080:80'] }),
    below: lanHost(),
    first: lanHost(),
    last: lanHost(),
    above: lanHost(),
  },
  when: async ({ host, below, first, last, above }) => {
    await host.iptables(
      `-I DOCKER-USER -m iprange -i ${host.uplink.name} ! --src-range ${first.address}-${last.address} -j DROP`,
    );
    const [one, other, under, over] = await Promise.all([
      first.get(host, 8080),
      last.get(host, 8080),
      below.get(host, 8080, { timeoutMs: 1000 }),
      above.get(host, 8080, { timeoutMs: 1000 }),
    ]);
    return { one, other, under, over };
  },
  expect: ({ web, host, below, first, last, above }, { one, other, under, over }) => [
    answered(one),
    journey([host.uplink, syn(first, host, 8080)], [host.docker0.bridge, syn(first, web, 80)]),
    answered(other),
    journey([host.uplink, syn(last, host, 8080)], [host.docker0.bridge, syn(last, web, 80)]),
    timedOut(under),
    timedOut(over),
    host.uplink.saw(syn(below, host, 8080)),
    host.uplink.saw(syn(above, host, 8080)),
    host.docker0.bridge.neverSaw(anything({ from: below })),
    host.docker0.bridge.neverSaw(anything({ from: above })),
    host
      .rule(
        'filter',
        `DOCKER-USER -i ${host.uplink.name} -m iprange ! --src-range ${first.address}-${last.address} -j DROP`,
      )
      .matched(),
  ],
  // In front of DOCKER-USER, so that it is not passed.
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
});
