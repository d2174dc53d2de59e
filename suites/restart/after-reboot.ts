import {
  bridge,
  clientSeenAs,
  conformance,
  container,
  documented,
  echoRequest,
  fromPort,
  internalBridge,
  lanHost,
  resolved,
  succeeded,
  syn,
  timedOut,
  unanswered,
  answered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/after-reboot',
  title: 'after a reboot, which leaves no bridge and no rule, networks, published ports and isolation are there again',
  claim: documented(
    'run',
    '--restart',
    'With --restart always containers start again with the engine, as after a reboot of the host.',
  ),
  given: {
    app: bridge(),
    inside: internalBridge(),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'], restartAlways: true, stopSignal: 'SIGKILL' }),
    db: container({ on: 'app', serve: 80, restartAlways: true, stopSignal: 'SIGKILL' }),
    mail: container({ serve: 80, publish: ['8081:80'], restartAlways: true, stopSignal: 'SIGKILL' }),
    job: container({ on: 'inside', restartAlways: true, stopSignal: 'SIGKILL' }),
    client: lanHost(),
  },
  when: async ({ app, inside, web, db, mail, job, host, client }) => {
    const state = async (sourcePort: number) => ({
      pages: [await client.get(host, 8080, { sourcePort }), await client.get(host, 8081, { sourcePort })],
      name: await web.lookup(db.name),
      address: db.address,
      outward: await db.ping(client),
      across: await mail.get(db, 80, { timeoutMs: 1000 }),
      shut: await job.ping(client, { timeoutMs: 1000 }),
    });
    const before = await state(40000);
    const actions = [await host.stopEngine()];
    for (const { name } of [app.bridge, inside.bridge, host.docker0.bridge]) await host.deleteLink(name);
    await host.flushRules(['filter', 'nat', 'raw', 'mangle'], { deleteChains: true });
    actions.push(await host.startEngine());
    for (const one of [web, db, mail, job]) actions.push(await one.waitRestarted());
    return { actions, states: [before, await state(40001)] };
  },
  expect: ({ host, client }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ pages, name, address, outward, across, shut }) => [
      ...pages.map((page) => clientSeenAs(page, client)),
      resolved(name, address),
      answered(outward),
      timedOut(across),
      unanswered(shut),
    ]),
    host.uplink.saw(fromPort(40001, syn(client, host, 8080))),
    host.uplink.sawTimes(2, echoRequest(host, client)), // masqueraded each time
  ],
  sabotage: withGiven({ db: container({ on: 'app', serve: 80, stopSignal: 'SIGKILL' }) }),
  needs: { 'live-restore': false },
  notOnHost: 'it restarts the engine',
});
