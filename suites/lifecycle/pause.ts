import {
  answered,
  arpReply,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  fromPort,
  lanHost,
  reset,
  succeeded,
  syn,
  synAck,
  timedOut,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'lifecycle/pause',
  title: 'a paused container’s kernel answers, and its processes answer in the same connections when they go on',
  claim: documented(
    'net-connect',
    'Network implications',
    'A paused container keeps its networks and addresses: its processes are suspended, its kernel is not.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app', serve: 80, publish: ['8080:80'] }),
    db: container({ on: 'app' }),
    client: lanHost(),
  },
  when: async ({ web, db, host, client }) => {
    const open = await client.openConnection(host, 8080, { sourcePort: 40000 });
    const first = await open.exchange();
    const paused = await web.pause();
    const silent = await open.exchange({ timeoutMs: 500 });
    const late = await client.openConnection(host, 8080, { sourcePort: 40001, timeoutMs: 1000 });
    const pings = [await db.ping(web), await host.ping(web)];
    const unpaused = await web.unpause();
    const answers = [await open.answer(), await late.exchange()];
    await Promise.all([open.close(), late.close()]);
    return { actions: [paused, unpaused], answers: [first, ...pings, ...answers], silent: [silent, late.opened] };
  },
  expect: ({ app, web, db, client }, { actions, answers, silent }) => [
    ...actions.map(succeeded),
    ...answers.map(answered),
    ...silent.map(timedOut),
    db.eth0.saw(arpReply(web)),
    db.eth0.saw(echoReply(web, db)),
    ...[40000, 40001].map((port) => app.bridge.saw(fromPort(port, syn(client, web, 80)))),
    app.bridge.sawTimes(2, synAck(web, 80, client)),
    app.bridge.neverSaw(reset(web, 80, client)),
  ],
  sabotage: withGiven({ web: container({ on: 'app', publish: ['8080:80'] }) }),
});
