import { answered, bridge, conformance, container, documented, none, same, succeeded, withGiven } from 'docknet';

export default conformance({
  id: 'restart/bridge-none-undone',
  title: 'containers that ran without a default bridge are on it when the engine has one again',
  claim: documented(
    'bridge-page',
    'Use the default bridge network',
    'A container is connected to the default bridge network when no other network is given.',
  ),
  given: {
    app: bridge(),
    web: container({ stopSignal: 'SIGKILL' }),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
    control: container({ stopSignal: 'SIGKILL' }),
    late: container({ started: false, stopSignal: 'SIGKILL' }),
  },
  when: async ({ app, web, db, control, late, host }) => {
    const interfaces = async (of: typeof web) => (await of.links()).map(({ name }) => name);
    const actions = [await host.restartEngine({ bridge: 'none' })];
    actions.push(await web.start(), await db.start(), await late.start());
    const without = {
      interfaces: [await interfaces(web), await interfaces(late)],
      docker0: (await host.links()).filter(({ name }) => name === 'docker0'),
    };
    const pings = [await db.ping(app.gateway)];
    actions.push(await host.restartEngine());
    actions.push(await web.start(), await db.start(), await control.start(), await late.start());
    const again = [await interfaces(control), await interfaces(web), await interfaces(late)];
    pings.push(await control.ping(host.docker0.gateway), await db.ping(app.gateway));
    return { actions, without, again, pings };
  },
  expect: (_, { actions, without, again, pings }) => [
    ...actions.map(succeeded),
    none('without a default bridge there is no docker0', without.docker0),
    same('web’s and late’s interfaces are then', without.interfaces, [['lo'], ['lo']]),
    ...pings.map(answered),
    ...again.map((names) => same('with docker0 again the interfaces are', names, ['lo', 'eth0'])),
  ],
  known: [
    {
      engines: '*',
      because:
        'the engine stores with such a container that its network is disabled, and does not take that back: it has ' +
        'its loopback interface alone at every later start (moby #46651 calls this broken)',
      instead: (_, { actions, without, again, pings }) => [
        ...actions.map(succeeded),
        same('web’s and late’s interfaces are then', without.interfaces, [['lo'], ['lo']]),
        ...pings.map(answered),
        same('with docker0 again the interfaces are', again, [['lo', 'eth0'], ['lo'], ['lo']]),
      ],
    },
  ],
  sabotage: withGiven({ control: container({ on: 'none', stopSignal: 'SIGKILL' }) }),
  needs: { bridge: null, 'live-restore': false },
  notOnHost: 'it restarts the engine',
});
