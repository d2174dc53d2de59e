import {
  aboutRules,
  clientSeenAs,
  conformance,
  container,
  different,
  documented,
  fromPort,
  iptables,
  journey,
  lanHost,
  none,
  succeeded,
  syn,
  refused,
} from 'docknet';

export default conformance({
  id: 'restart/always-port',
  title: 'a container that the engine restarts is published at its port again, at whatever address it has',
  claim: documented(
    'run',
    '--restart',
    'With --restart always the engine starts the container again when it starts itself; its ports are published anew.',
  ),
  given: {
    db: container({ stopSignal: 'SIGKILL' }), // has the first address until the engine stops
    web: container({ started: false, serve: 80, publish: ['8080:80'], restartAlways: true }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    await web.start();
    const state = async (sourcePort: number) => ({
      address: web.hasAddress ? web.address : 'none', // not restarted
      page: await client.get(host, 8080, { sourcePort }),
      unpublished: await client.get(host, 80),
    });
    const before = await state(40000);
    const actions = [await host.restartEngine(), await web.waitRestarted()];
    const restarted = await state(40001);
    actions.push(await host.killEngine(), await host.startEngine(), await web.waitRestarted());
    const killed = await state(40002);
    return { actions, states: [before, restarted, killed], stale: await host.rules({ containing: before.address }) };
  },
  expect: ({ host, client }, { actions, states, stale }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ address, page, unpublished }, n) => [
      clientSeenAs(page, client),
      journey(
        [host.uplink, fromPort(40000 + n, syn(client, host, 8080))],
        [host.docker0.bridge, fromPort(40000 + n, syn(client, address, 80))],
      ),
      refused(unpublished),
    ]),
    different('web’s addresses before and after', states[0]?.address, states.at(-1)?.address),
    aboutRules(none('no rule has web’s former address', stale)),
  ],
  sabotage: () => iptables('-t nat -I PREROUTING -p tcp --dport 8080 -j REDIRECT'),
  needs: { 'live-restore': false },
  notOnHost: 'it restarts the engine',
});
