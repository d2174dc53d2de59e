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

const published = { serve: 80, publish: ['8080:80'], restartAlways: true };

export default conformance({
  id: 'kernel/legacy-program-without-tables',
  title: 'with legacy iptables on a kernel without its tables the engine does not start and names the table',
  claim: documented(
    'moby',
    'What the kernel must have (contrib/check-config.sh)',
    'With the legacy program the engine needs CONFIG_IP_NF_NAT and CONFIG_IP_NF_FILTER. Without them it does not ' +
      'start, and its error names the table.',
  ),
  given: {
    machine: kernel({ without: ['ip_tables', 'ip6_tables'] }),
    daemon: engine({ iptables: false }), // needs no tables, so that there is an engine to begin with
    web: container(published),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    await host.useLegacyIptables();
    const started = await host.restartEngine({ iptables: true });
    const meanwhile = await client.get(host, 8080);
    if (started.ok) await host.stopEngine();
    await host.forgetNetworks();
    const again = await host.startEngine();
    await web.waitRestarted();
    return { started, meanwhile, again, after: await client.get(host, 8080) };
  },
  expect: ({ host, client }, { started, meanwhile, again, after }) => [
    failed(started, "can't initialize iptables table", 'Table does not exist'),
    refused(meanwhile),
    host.uplink.saw(syn(client, host, 8080)),
    host.uplink.saw(reset(host, 8080, client)),
    succeeded(again),
    answered(after), // docker-proxy needs no rule
    host.uplink.saw(synAck(host, 8080, client)),
  ],
  sabotage: withGiven({ machine: kernel({}), web: container({ ...published, publish: [] }) }),
  needs: { 'live-restore': false, 'userland-proxy': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend does not run iptables' },
});
