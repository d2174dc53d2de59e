import {
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  failed,
  lanHost,
  refused,
  reset,
  syn,
  synAck,
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
    await host.flushRules(['filter', 'nat'], { deleteChains: true });
    await host.iptables('-P FORWARD ACCEPT');
    const addrtype = await host.hideMatch('addrtype');
    const started = await host.startEngine();
    const meanwhile = await client.get(host, 8080);
    await addrtype.restore();
    if (started.ok) await host.stopEngine();
    // The failed start left a half-made docker0 in 26.1.5's store, which then never starts ("networks have same bridge
    // name").
    await host.forgetNetworks();
    await host.startEngine();
    await web.waitRestarted();
    return { started, before, meanwhile, after: await client.get(host, 8080) };
  },
  expect: ({ host, client }, { started, before, meanwhile, after }) => [
    clientSeenAs(before, client),
    failed(started, '-m addrtype --dst-type LOCAL -j DOCKER'), // names the rule that it could not add
    refused(meanwhile),
    host.uplink.saw(syn(client, host, 8080)),
    host.uplink.saw(reset(host, 8080, client)),
    clientSeenAs(after, client), // with the match it works again
    host.uplink.saw(synAck(host, 8080, client)),
  ],
  sabotage: withGiven({ daemon: engine({ iptables: false }) }), // needs no rules, so no match
  needs: { 'live-restore': false, 'userland-proxy': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend needs no match of iptables' },
  notOnHost: 'it stops the engine and hides a match from iptables',
});
