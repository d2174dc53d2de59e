import {
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  lanHost,
  refused,
  reset,
  syn,
  synAck,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'upgrade/addrtype-missing',
  title: 'without the addrtype match (simulated) the engine does not start and names the rule that failed',
  claim: documented(
    'moby',
    'What the kernel must have (#49557)',
    'An engine on a kernel without xt_addrtype names the rule that it could not add and starts nothing half protected.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }), client: lanHost() },
  when: async ({ web, host, client }) => {
    const before = await client.get(host, 8080);
    await host.stopEngine();
    // A kernel upgrade reboots the machine: none of the engine's rules is left.
    await host.script(
      'for table in filter nat; do iptables -t $table -F; iptables -t $table -X; done; iptables -P FORWARD ACCEPT',
    );
    const regain = await host.hideMatch('addrtype');
    const error = await host.tryStartEngine();
    const meanwhile = await client.get(host, 8080);
    await regain();
    if (error === '') await host.stopEngine();
    // The failed start left a half-made docker0 in 26.1.5's store, which then never starts ("networks have same bridge name").
    await host.sh('rm -f /run/docknet/data/network/files/local-kv.db');
    await host.startEngine();
    await web.waitRestarted();
    return { error, before, meanwhile, after: await client.get(host, 8080) };
  },
  expect: ({ host, client }, { error, before, meanwhile, after }) => [
    clientSeenAs(before, client),
    that(
      'the engine’s error names the rule that it could not add',
      error.includes('-m addrtype --dst-type LOCAL -j DOCKER'),
      error,
    ),
    refused(meanwhile),
    host.uplink.saw(syn(client, host, 8080)),
    host.uplink.saw(reset(host, 8080, client)),
    clientSeenAs(after, client), // with the match it is there again
    host.uplink.saw(synAck(host, 8080, client)),
  ],
  sabotage: withGiven({ daemon: engine({ iptables: false }) }), // needs no rules, so no match
  notOnHost: 'it stops the engine and takes a match from iptables',
});
