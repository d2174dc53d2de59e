import { answered, bridge, conformance, container, documented, same, shell, succeeded } from 'docknet';

const name = 'br-own';
const option = (bridgeName: string) => ({ 'com.docker.network.bridge.name': bridgeName });

export default conformance({
  id: 'bridge/own-bridge-after-restart',
  title: 'a bridge that was there before its network stays after the engine was restarted and the network removed',
  claim: documented(
    'moby',
    'Bridges made without Docker',
    'The engine removes the bridges it has made itself, and no other, however often it was restarted since.',
  ),
  given: { app: bridge(), web: container({ on: 'app', stopSignal: 'SIGKILL' }) },
  when: async ({ web, host }) => {
    const bridges = async () =>
      (await host.links()).filter((link) => link.name.startsWith('br-o')).map((link) => link.name);
    await host.sh(`ip link add ${name} type bridge && ip link set ${name} up`);
    const actions = [
      await host.createNetwork('green', { subnet: '10.30.8.0/24' }, option(name)),
      await host.createNetwork('yellow', { subnet: '10.30.9.0/24' }, option('br-other')),
    ];
    const green = { key: 'green', name: (await host.network('green'))?.name ?? 'green' };
    actions.push(await web.connect(green));
    const states = [{ bridges: await bridges(), ping: await web.ping('10.30.8.1') }];
    for (let restart = 0; restart < 2; restart++) {
      actions.push(await host.restartEngine(), await web.start());
      states.push({ bridges: await bridges(), ping: await web.ping('10.30.8.1') });
    }
    actions.push(await web.disconnect(green), await host.removeNetwork('green'), await host.removeNetwork('yellow'));
    const left = await bridges();
    await host.deleteLink(name);
    return { actions, states, left };
  },
  expect: (_, { actions, states, left }) => [
    ...actions.map(succeeded),
    ...states.map((state) => same('while the networks exist, there are', state.bridges.sort(), ['br-other', name])),
    ...states.map(({ ping }) => answered(ping)),
    same('after their removal there is', left, [name]),
  ],
  // Takes the name for something that is no bridge.
  sabotage: () => shell(`ip link add ${name} type veth peer name br-peer`),
  needs: { 'live-restore': false },
  notOnHost: 'it restarts the engine',
});
