import {
  addressIn,
  answered,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  listening,
  none,
  notListening,
  syn,
  that,
  unanswered,
} from 'docknet';

const published = { protocol: 'tcp', address: '0.0.0.0', port: 8080 } as const;

export default conformance({
  id: 'publish/removed-with-container',
  title: 'when a container goes, the rules and the listener of its published port go with it',
  claim: documented(
    'notes',
    '4.2. Host networking',
    'Once the publishing container is gone, its DNAT rule in DOCKER and the MASQUERADE rule for its address are eliminated.',
  ),
  given: { app: container(), web: container({ started: false, serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ web, client, host }) => {
    await web.start();
    const address = web.address;
    const traces = async () => ({
      rules: await host.rules({ containing: address }),
      listeners: await host.listeners(),
    });
    const [there, call] = await Promise.all([traces(), client.get(host, 8080)]);
    await web.remove();
    return { address, there, call, gone: await traces(), late: await client.get(host, 8080) };
  },
  expect: ({ client, host }, { address, there, call, gone, late }) => [
    answered(call),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, address, 80)]),
    that(
      'while web is there, a DNAT rule leads to it',
      there.rules.some(({ text }) => text.includes(`--to-destination ${address}:80`)),
      there.rules,
    ),
    listening(there.listeners, published),
    none('when web is gone, no rule mentions its address', gone.rules),
    notListening(gone.listeners, published),
    unanswered(late),
    host.docker0.bridge.sawTimes(1, syn(client, address, 80)), // the first call's
  ],
  // A rule for the port that nobody takes away stands behind Docker's own and serves when that is gone.
  sabotage: ({ host }) =>
    iptables(
      `-t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination ${addressIn(host.docker0.subnet, 3)}:80`,
    ),
});
