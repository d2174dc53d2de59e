import {
  answered,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  iptables,
  lanHost,
  same,
  succeeded,
  syn,
} from 'docknet';

export default conformance({
  id: 'bridge/own-default-bridge',
  title: 'with bridge set to a bridge of the host’s own, containers are on it, with addresses of its subnet',
  claim: documented(
    'dockerd',
    'bridge',
    'With --bridge the engine’s default network is on a bridge that exists, with that bridge’s address and subnet.',
  ),
  given: {
    web: container({ started: false, serve: 80, publish: ['8080:80'] }),
    db: container({ started: false }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    await host.stopEngine();
    await host.sh('ip link add br-own type bridge && ip address add 10.85.0.9/24 dev br-own && ip link set br-own up');
    const actions = [await host.startEngine({ bridge: 'br-own' }), await web.start(), await db.start()];
    const outcome = {
      network: await host.network('bridge'),
      routes: await web.routes(),
      page: await client.get(host, 8080),
      outward: await web.ping(client),
      between: await db.ping(web),
    };
    actions.push(await web.remove(), await db.remove(), await host.stopEngine());
    const kept = (await host.addresses()).filter((one) => one.interface === 'br-own').map(({ address }) => address);
    await host.deleteLink('br-own');
    actions.push(await host.startEngine());
    return { ...outcome, actions, kept };
  },
  expect: ({ host, client }, { actions, network, routes, page, outward, between, kept }) => [
    ...actions.map(succeeded),
    same('the default network has', [network?.subnet, network?.gateway], ['10.85.0.0/24', '10.85.0.9']),
    same('web’s gateway is', routes.find(({ to }) => to === 'default')?.via, '10.85.0.9'),
    clientSeenAs(page, client),
    host.uplink.saw(syn(client, host, 8080)),
    answered(outward),
    host.uplink.saw(echoRequest(host, client)), // masqueraded
    answered(between),
    same('the bridge has its address to the end:', kept, ['10.85.0.9']),
  ],
  sabotage: () => iptables('-t raw -I PREROUTING -s 10.85.0.0/24 -j DROP'),
  notOnHost: 'it restarts the engine',
});
