import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  lanHost,
  same,
  journey,
  syn,
  timedOut,
  withGiven,
} from 'docknet';

const routed = { 'com.docker.network.bridge.gateway_mode_ipv4': 'routed' };
const given = (options: Readonly<Record<string, string>>) => ({
  app: bridge(),
  side: bridge(options),
  web: container({ on: 'app', alsoOn: ['side'], serve: 80, alsoServe: [81], publish: ['8080:80'] }),
  client: lanHost(),
});

export default conformance({
  id: 'gateway/routed-second',
  title: 'a published port is open on a network in gateway mode routed also if another network is the gateway',
  claim: documented(
    'rn-29',
    '29.0',
    'Published ports are always accessible in networks in mode routed, not only if such a network is the gateway.',
  ),
  given: given(routed),
  when: async ({ web, side, host, client }) => {
    await client.routeTo(side.subnet, host.address);
    const { address } = web.attachment(side);
    return {
      published: await client.get(host, 8080),
      direct: await client.get(address, 80, { timeoutMs: 1000 }),
      closed: await client.get(address, 81, { timeoutMs: 1000 }),
      control: await host.ping(address),
      gateway: (await web.routes()).find(({ to }) => to === 'default')?.via,
    };
  },
  expect: ({ app, side, web, host, client }, { published, direct, closed, gateway }) => [
    same('web’s gateway is', gateway, app.gateway),
    answered(published),
    journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web, 80)]),
    clientSeenAs(direct, client),
    journey([host.uplink, syn(client, web.attachment(side), 80)], [side.bridge, syn(client, web.attachment(side), 80)]),
    timedOut(closed),
    host.uplink.saw(syn(client, web.attachment(side), 81)),
    side.bridge.neverSaw(syn(client, web.attachment(side), 81)),
  ],
  known: [
    {
      engines: '<29.0.0',
      because: 'these engines open the port only if the routed network is the container’s gateway (moby #50140)',
      instead: ({ app, side, web, host, client }, { published, direct, closed, control, gateway }) => [
        same('web’s gateway is', gateway, app.gateway),
        answered(published),
        ...[direct, closed].map(timedOut),
        answered(control),
        side.bridge.saw(echoRequest(side.gateway, web.attachment(side))),
        host.uplink.saw(syn(client, web.attachment(side), 80)),
        side.bridge.neverSaw(syn(client, web.attachment(side), 80)),
      ],
    },
  ],
  sabotage: withGiven(given({})),
  appliesTo: { engines: '>=27.0.0', because: 'gateway modes came with engine 27' },
});
