import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  internalBridge,
  journey,
  lanHost,
  macvlan,
  same,
  succeeded,
  syn,
  withGiven,
} from 'docknet';

const isolated = { 'com.docker.network.bridge.gateway_mode_ipv4': 'isolated' };

export default conformance({
  id: 'gateway/isolated-beside',
  title: 'a container on networks that lead nowhere and on one that does leaves by that one, and is published there',
  claim: documented(
    'rn-29',
    '29.0',
    'A container with several networks starts if one of them has no way out of its own.',
  ),
  given: {
    back: internalBridge(isolated),
    lan: macvlan({ subnets: ['10.86.0.0/24'] }), // without a gateway from engine 29 on
    front: bridge(),
    web: container({ on: 'front', alsoOn: ['back', 'lan'], serve: 80, publish: ['8080:80'] }),
    db: container({ on: 'back' }),
    client: lanHost(),
  },
  when: async ({ web, db, back, front, host, client }) => {
    const state = async () => ({
      gateway: (await web.routes()).find(({ to }) => to === 'default')?.via === front.gateway,
      outward: await web.ping(client),
      page: await client.get(host, 8080),
      inside: await db.ping(web.attachment(back)),
    });
    const first = await state();
    return { restarted: await web.restart(), states: [first, await state()] };
  },
  expect: ({ front, web, host, client }, { restarted, states }) => [
    succeeded(restarted),
    ...states.flatMap(({ gateway, outward, page, inside }) => [
      same('front is the gateway:', gateway, true),
      answered(outward),
      answered(page),
      answered(inside),
    ]),
    journey([front.bridge, echoRequest(web, client)], [host.uplink, echoRequest(host, client)]),
    journey([host.uplink, syn(client, host, 8080)], [front.bridge, syn(client, web, 80)]),
  ],
  sabotage: withGiven({ front: bridge({ 'com.docker.network.bridge.enable_ip_masquerade': 'false' }) }),
  appliesTo: { engines: '>=28.0.0', because: 'the mode isolated came with engine 28' },
});
