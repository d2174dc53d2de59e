import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  guard,
  iptables,
  journey,
  kernel,
  lanHost,
  syn,
  timedOut,
} from 'docknet';

const drop = (client: { readonly address: string }) => `PREROUTING -s ${client.address}/32 -p tcp --dport 8080 -j DROP`;

export default conformance({
  id: 'kernel/raw-module-not-needed',
  title: 'iptables’ nft program has a raw table without iptable_raw: a DROP there holds before DNAT',
  claim: documented(
    'moby',
    'What the kernel must have (contrib/check-config.sh)',
    'CONFIG_IP_NF_RAW belongs to the legacy tables. The nft program makes its raw table of nf_tables alone.',
  ),
  given: {
    machine: kernel({ without: ['iptable_raw'] }),
    web: container({ serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
    control: lanHost(),
  },
  when: async ({ host, client, control }) => {
    const before = await client.get(host, 8080);
    await host.iptables(`-t raw -A ${drop(client)}`);
    return {
      before,
      dropped: await client.get(host, 8080, { timeoutMs: 1000 }),
      allowed: await control.get(host, 8080),
    };
  },
  expect: ({ web, host, client, control }, { before, dropped, allowed }) => [
    answered(before),
    journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, web, 80)]),
    timedOut(dropped),
    host.docker0.bridge.sawTimes(1, syn(client, web, 80)), // the call before
    clientSeenAs(allowed, control),
    guard(host.rule('raw', drop(client)).matched()),
  ],
  sabotage: () => iptables('-t raw -I PREROUTING -p tcp --dport 8080 -j ACCEPT'),
});
