import { clientSeenAs, conformance, container, documented, engine, lanHost, same, succeeded, withGiven } from 'docknet';

const tcp = '80/tcp';

export default conformance({
  id: 'restart/live-drawn-ports',
  title: 'with live-restore a running container keeps its drawn port, and the engine draws others for the next ones',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Containers keep running while the engine is unavailable, and the engine manages them again when it is back.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    web: container({ serve: 80, publish: ['80'], stopSignal: 'SIGKILL' }),
    db: container({ serve: 80, publish: ['80'], stopSignal: 'SIGKILL' }),
    late: container({ started: false, serve: 80, publish: ['80'], stopSignal: 'SIGKILL' }),
    later: container({ started: false, serve: 80, publish: ['80'], stopSignal: 'SIGKILL' }),
    client: lanHost(),
  },
  when: async ({ web, db, late, later, host, client }) => {
    const before = [web.publishedPort(tcp), db.publishedPort(tcp)];
    const actions = [await host.killEngine(), await host.startEngine(), await late.start(), await later.start()];
    const containers = [web, db, late, later];
    const pages = [];
    for (const one of containers) pages.push(await client.get(host, one.publishedPort(tcp)));
    return { before, actions, ports: containers.map((one) => one.publishedPort(tcp)), pages };
  },
  expect: ({ client }, { before, actions, ports, pages }) => [
    ...actions.map(succeeded),
    same('the ports of web and db are', ports.slice(0, 2), before),
    same('the number of ports is', new Set(ports).size, 4),
    ...pages.map((page) => clientSeenAs(page, client)),
  ],
  sabotage: withGiven({ later: container({ started: false, serve: 80, stopSignal: 'SIGKILL' }) }),
  notOnHost: 'it restarts the engine',
});
