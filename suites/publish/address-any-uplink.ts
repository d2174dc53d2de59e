import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  refused,
  reset,
  syn,
} from 'docknet';

export default conformance({
  id: 'publish/address-any-uplink',
  title: 'a port published at one address of the host is reached through any of its interfaces',
  claim: documented(
    'ports',
    'Gateway modes',
    'A host that forwards takes calls to a published address from any of its interfaces, not only from its own.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app', serve: 80, publish: ['{host}:8080:80'] }),
    client: lanHost(),
    stranger: lanHost({ lan: 'second' }),
  },
  when: async ({ host, client, stranger }) => {
    await stranger.routeTo(`${host.address}/32`, host.secondUplinkAddress);
    const [control, across, elsewhere] = await Promise.all([
      client.get(host, 8080),
      stranger.get(host, 8080),
      stranger.get(host.secondUplinkAddress, 8080),
    ]);
    return { control, across, elsewhere };
  },
  expect: ({ app, web, host, client, stranger }, { control, across, elsewhere }) => [
    clientSeenAs(control, client),
    journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web, 80)]),
    clientSeenAs(across, stranger),
    journey([host.secondUplink, syn(stranger, host, 8080)], [app.bridge, syn(stranger, web, 80)]),
    refused(elsewhere), // it is published at one address
    host.secondUplink.saw(reset(host.secondUplinkAddress, 8080, stranger)),
    app.bridge.sawTimes(1, syn(stranger, web, 80)),
  ],
  sabotage: ({ host }) =>
    iptables(`-t mangle -I PREROUTING ! -i ${host.uplink.name} -d ${host.address} -p tcp --dport 8080 -j DROP`),
});
