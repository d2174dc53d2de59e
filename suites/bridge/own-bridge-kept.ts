import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  failed,
  journey,
  lanHost,
  same,
  shell,
  succeeded,
  syn,
} from 'docknet';

const name = 'br-own';

export default conformance({
  id: 'bridge/own-bridge-kept',
  title: 'a network takes a bridge that exists, and leaves it when it is removed; its own bridge goes with it',
  claim: documented(
    'moby',
    'Bridges made without Docker',
    'The engine removes the bridges it has made itself, and no other.',
  ),
  given: { app: bridge(), web: container({ on: 'app', serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ host, client }) => {
    const bridges = async () =>
      (await host.links()).filter((link) => link.name.startsWith('br-o')).map((link) => link.name);
    await host.sh(`ip link add ${name} type bridge && ip link set ${name} up`);
    const option = (bridgeName: string) => ({ 'com.docker.network.bridge.name': bridgeName });
    const actions = [
      await host.createNetwork('green', { subnet: '10.30.8.0/24' }, option(name)),
      await host.createNetwork('yellow', { subnet: '10.30.9.0/24' }, option('br-other')),
    ];
    const twice = await host.createNetwork('white', { subnet: '10.30.10.0/24' }, option(name));
    const during = await bridges();
    actions.push(await host.removeNetwork('green'), await host.removeNetwork('yellow'));
    const after = await bridges();
    await host.deleteLink(name);
    return { actions, twice, during, after, page: await client.get(host, 8080) };
  },
  expect: ({ app, web, host, client }, { actions, twice, during, after, page }) => [
    ...actions.map(succeeded),
    failed(twice, name),
    same('while the networks exist, there are', [...during].sort(), ['br-other', name]),
    same('after their removal there is', after, [name]),
    answered(page),
    journey([host.uplink, syn(client, host, 8080)], [app.bridge, syn(client, web, 80)]),
  ],
  // Takes the name for something that is no bridge.
  sabotage: () => shell(`ip link add ${name} type veth peer name br-peer`),
});
