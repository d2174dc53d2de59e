import {
  clientSeenAs,
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
  id: 'kernel/raw-module-missing',
  title: 'with legacy iptables on a kernel without iptable_raw a container starts and its published port is reached',
  claim: documented(
    'moby',
    'What the kernel must have (#49557)',
    'An engine that needs no raw table works without it; one that needs it names the rule that it could not add ' +
      'and starts no container half protected.',
  ),
  given: {
    machine: kernel({ without: ['iptable_raw'] }),
    daemon: engine({ iptables: false }), // leaves no rules in the tables that legacy iptables does not see
    web: container({ started: false, serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    await host.useLegacyIptables();
    const restarted = await host.restartEngine({ iptables: true });
    const started = await web.start();
    return { restarted, started, call: await client.get(host, 8080) };
  },
  expect: ({ host, client }, { restarted, started, call }) => [
    succeeded(restarted),
    succeeded(started),
    clientSeenAs(call, client),
    host.uplink.saw(syn(client, host, 8080)),
    host.uplink.saw(synAck(host, 8080, client)),
  ],
  known: [
    {
      engines: '>=28.0.0',
      firewallBackend: 'iptables',
      because:
        'these engines block direct access to a container by a rule in raw (moby #49325, #49829) and start no ' +
        'container without it, unless DOCKER_INSECURE_NO_IPTABLES_RAW=1 is set in their environment (moby #49621)',
      instead: ({ host, client }, { restarted, started, call }) => [
        succeeded(restarted),
        failed(started, '-t raw -A PREROUTING'), // names the rule that it could not add
        refused(call),
        host.uplink.saw(syn(client, host, 8080)),
        host.uplink.saw(reset(host, 8080, client)),
      ],
    },
  ],
  // The known deviation goes with the raw table, and the claim with the published port.
  sabotage: withGiven({ machine: kernel({}), web: container({ started: false, serve: 80 }) }),
  needs: { 'userland-proxy': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no raw table of iptables' },
});
