import {
  clientSeenAs,
  conformance,
  container,
  documented,
  journey,
  lanHost,
  localhost,
  nftables,
  perBackend,
  shell,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'gateway/nat-direct-open',
  title: 'published ports of a nat network are reached by direct routing, except those published at a loopback address',
  claim: documented(
    'ports',
    'Gateway modes',
    'Direct routing always reaches published ports of a network in mode nat, unless they are published at a ' +
      'loopback address.',
  ),
  given: {
    web: container({ serve: 80, alsoServe: [81], publish: ['8080:80', `${localhost}:8081:81`] }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    await client.routeTo(host.docker0.subnet, host.address);
    const [control, fromHost, direct, loopback] = await Promise.all([
      client.get(host, 8080),
      host.get(localhost, 8081),
      client.get(web, 80, { sourcePort: 40000, timeoutMs: 1000 }),
      client.get(web, 81, { timeoutMs: 1000 }),
    ]);
    return { control, fromHost, direct, loopback };
  },
  expect: ({ web, host, client }, { control, fromHost, direct, loopback }) => [
    clientSeenAs(control, client),
    clientSeenAs(fromHost, host.docker0.gateway),
    clientSeenAs(direct, client),
    journey([host.uplink, syn(client, web, 80)], [host.docker0.bridge, syn(client, web, 80)]),
    timedOut(loopback),
    host.uplink.saw(syn(client, web, 81)),
    host.docker0.bridge.neverSaw(syn(client, web, 81)),
  ],
  known: [
    {
      engines: '<28.0.0',
      because: 'a port published at a loopback address is reached by direct routing too (until moby #49325)',
      instead: ({ web, host, client }, { control, fromHost, direct, loopback }) => [
        clientSeenAs(control, client),
        clientSeenAs(fromHost, host.docker0.gateway),
        clientSeenAs(direct, client),
        clientSeenAs(loopback, client),
        journey([host.uplink, syn(client, web, 81)], [host.docker0.bridge, syn(client, web, 81)]),
      ],
    },
    {
      engines: '>=28.0.0',
      because: 'raw PREROUTING drops packets to a container’s own address, as the same page says under Direct routing',
      instead: ({ web, host, client }, { control, fromHost, direct, loopback }) => [
        clientSeenAs(control, client),
        clientSeenAs(fromHost, host.docker0.gateway),
        timedOut(direct),
        host.uplink.saw(syn(client, web, 80)),
        host.docker0.bridge.sawTimes(1, syn(client, web, 80)), // the published call
        timedOut(loopback),
        host.uplink.saw(syn(client, web, 81)),
        host.docker0.bridge.neverSaw(syn(client, web, 81)),
      ],
    },
  ],
  // Opens the direct way where it is closed, and closes it where it is open.
  sabotage: ({ web }) =>
    perBackend({
      iptables: shell(
        `if iptables -t raw -S | grep -q ${web.address}; then iptables -t raw -F; ` +
          `else iptables -t raw -I PREROUTING -d ${web.address} ! -i docker0 -j DROP; fi`,
      ),
      nftables: nftables('flush chain ip docker-bridges raw-PREROUTING'),
    }),
  needs: { 'userland-proxy': true },
  notOnHost: 'the machine’s own rules and FORWARD policy apply too',
});
