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
  syn,
  synAck,
  withGiven,
} from 'docknet';

const nftables = { 'firewall-backend': 'nftables', iptables: false };

export default conformance({
  id: 'kernel/nft-fib-missing',
  title: 'with the nftables backend on a kernel without nft_fib the engine does not start and names the rule',
  claim: documented(
    'nftables',
    'Introduction',
    'Docker’s tables select packets for the host’s own addresses with fib, which the kernel must have.',
  ),
  given: {
    machine: kernel({ without: ['nft_fib_ipv4', 'nft_fib_ipv6', 'nft_fib_inet'] }),
    daemon: engine(nftables, { 'net.ipv4.ip_forward': 1 }), // makes no tables, so that there is an engine to begin with
    web: container({ serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ host, client }) => {
    const before = await client.get(host, 8080);
    const started = await host.restartEngine({ iptables: true });
    return { before, started, meanwhile: await client.get(host, 8080) };
  },
  expect: ({ host, client }, { before, started, meanwhile }) => [
    answered(before), // by docker-proxy
    host.uplink.saw(synAck(host, 8080, client)),
    failed(started, 'fib daddr type local'),
    refused(meanwhile),
    host.uplink.saw(syn(client, host, 8080)),
    host.uplink.saw(reset(host, 8080, client)),
  ],
  sabotage: withGiven({ machine: kernel({}) }),
  needs: { 'live-restore': false },
});
