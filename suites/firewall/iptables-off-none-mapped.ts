import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  journey,
  lanHost,
  listening,
  notListening,
  refused,
  syn,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'firewall/iptables-off-none-mapped',
  title: 'with iptables off no port of the host leads to a container',
  claim: documented(
    'fw',
    'Prevent Docker from manipulating iptables',
    'Without Docker’s rules no port of the host is mapped: the operator has to make rules for it.',
  ),
  given: {
    daemon: engine({ iptables: false }),
    red: bridge(),
    web: container({ serve: 80, publish: ['8080:80'] }),
    redWeb: container({ on: 'red', serve: 80, publish: ['8081:80'] }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    await client.routeTo(host.docker0.subnet, host.address);
    const listeners = await host.listeners();
    const [direct, first, second] = await Promise.all([
      client.get(web, 80),
      client.get(host, 8080),
      client.get(host, 8081),
    ]);
    return { listeners, direct, first, second };
  },
  expect: ({ web, host, client }, { listeners, direct, first, second }) => [
    clientSeenAs(direct, client),
    journey([host.uplink, syn(client, web, 80)], [host.docker0.bridge, syn(client, web, 80)]),
    refused(first),
    refused(second),
    notListening(listeners, { port: 8080 }),
    notListening(listeners, { port: 8081 }),
  ],
  known: [
    {
      engines: '*',
      because: 'docker-proxy listens on published ports without any rule, as publish/proxy-without-iptables shows',
      instead: ({ red, web, redWeb, host, client }, { listeners, direct, first, second }) => [
        clientSeenAs(direct, client),
        clientSeenAs(first, host.docker0.gateway),
        host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
        clientSeenAs(second, red.gateway),
        red.bridge.saw(syn(red.gateway, redWeb, 80)),
        listening(listeners, { protocol: 'tcp', address: '0.0.0.0', port: 8080, program: 'docker-proxy' }),
        listening(listeners, { protocol: 'tcp', address: '0.0.0.0', port: 8081, program: 'docker-proxy' }),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({ iptables: false, 'userland-proxy': false }) }),
  needs: { 'userland-proxy': true },
});
