import {
  answered,
  conformance,
  container,
  documented,
  engine,
  failed,
  kernel,
  lanHost,
  refused,
  reset,
  succeeded,
  syn,
  synAck,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'kernel/addrtype-module-missing',
  title: 'on a kernel without xt_addrtype the engine does not start and names the rule that failed',
  claim: documented(
    'moby',
    'What the kernel must have (#49557)',
    'An engine on a kernel without xt_addrtype names the rule that it could not add and starts nothing half protected.',
  ),
  given: {
    machine: kernel({ without: ['xt_addrtype'] }),
    daemon: engine({ iptables: false }), // needs no match, so that there is an engine to begin with
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    const before = await client.get(host, 8080);
    const started = await host.restartEngine({ iptables: true });
    const meanwhile = await client.get(host, 8080);
    if (started.ok) await host.stopEngine();
    // A failed start leaves a half-made docker0 in 26.1.5's store, which then never starts.
    await host.forgetNetworks();
    const again = await host.startEngine();
    await web.waitRestarted();
    return { before, started, meanwhile, again, after: await client.get(host, 8080) };
  },
  expect: ({ host, client }, { before, started, meanwhile, again, after }) => [
    answered(before),
    host.uplink.saw(synAck(host, 8080, client)),
    failed(started, '-m addrtype --dst-type LOCAL -j DOCKER'), // names the rule that it could not add
    refused(meanwhile),
    host.uplink.saw(syn(client, host, 8080)),
    host.uplink.saw(reset(host, 8080, client)),
    succeeded(again),
    answered(after),
  ],
  sabotage: withGiven({ machine: kernel({}) }),
  needs: { 'live-restore': false, 'userland-proxy': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend needs no match of iptables' },
});
