import {
  clientSeenAs,
  conformance,
  container,
  documented,
  engineWithoutTables,
  failed,
  lanHost,
  refused,
  reset,
  shell,
  succeeded,
  syn,
  synAck,
} from 'docknet';

export default conformance({
  id: 'upgrade/raw-table-missing',
  title: 'without iptables’ raw table (simulated) a container starts and its published port is reached',
  claim: documented(
    'moby',
    'What the kernel must have (#49557)',
    'An engine that needs no raw table works without it; one that needs it names the rule that it could not add ' +
      'and starts no container half protected.',
  ),
  given: {
    daemon: engineWithoutTables('raw'),
    web: container({ started: false, serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    const started = await web.start();
    return { started, call: await client.get(host, 8080) };
  },
  expect: ({ host, client }, { started, call }) => [
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
      instead: ({ host, client }, { started, call }) => [
        failed(started, '-t raw -A PREROUTING'), // names the rule that it could not add
        refused(call),
        host.uplink.saw(syn(client, host, 8080)),
        host.uplink.saw(reset(host, 8080, client)),
      ],
    },
  ],
  // Restores the raw table, so the known deviation goes, and drops the traffic that the claim relies on.
  sabotage: () => shell('umount "$(readlink -f "$(command -v iptables)")" && iptables -I FORWARD -j DROP'),
});
