import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  syn,
  timedOut,
} from 'docknet';

export default conformance({
  id: 'publish/address-own-uplink',
  title: 'a port published at one address of the host is reached through the interface with that address alone',
  claim: documented(
    'fw',
    'Gateway modes',
    'A port published at an address of the host is accessible through the interface that has the address.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app', serve: 80, publish: ['{host}:8080:80'] }),
    client: lanHost(),
    stranger: lanHost({ lan: 'second' }),
  },
  when: async ({ host, client, stranger }) => {
    await stranger.routeTo(`${host.address}/32`, host.secondUplinkAddress);
    const [control, across] = await Promise.all([client.get(host, 8080), stranger.get(host, 8080)]);
    return { control, across };
  },
  expect: ({ app, web, host, client, stranger }, { control, across }) => [
    clientSeenAs(control, client),
    journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web, 80)]),
    timedOut(across),
    host.secondUplink.saw(syn(stranger, host, 8080)),
    app.bridge.neverSaw(syn(stranger, web, 80)),
  ],
  known: [
    {
      engines: '*',
      because:
        'the DNAT rule looks at the address and not at the interface, as the manual says since: whoever routes the ' +
        'address to the host reaches the port',
      instead: ({ app, web, host, client, stranger }, { control, across }) => [
        clientSeenAs(control, client),
        journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web, 80)]),
        clientSeenAs(across, stranger),
        journey([host.secondUplink, syn(stranger, host, 8080)], [app.bridge, syn(stranger, web, 80)]),
      ],
    },
  ],
  sabotage: ({ host }) =>
    iptables(`-t mangle -I PREROUTING ! -i ${host.uplink.name} -d ${host.address} -p tcp --dport 8080 -j DROP`),
});
