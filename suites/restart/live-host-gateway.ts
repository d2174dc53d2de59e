import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  engine,
  failed,
  same,
  succeeded,
  unanswered,
  withGiven,
  type HostsEntry,
} from 'docknet';

export default conformance({
  id: 'restart/live-host-gateway',
  title: 'with live-restore a running container with a host-gateway entry is connected to a further network',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Containers keep running while the engine is unavailable, and the engine manages them again when it is back.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    app: bridge(),
    blue: bridge(),
    web: container({ on: 'app', extraHosts: ['gateway.example:host-gateway'], stopSignal: 'SIGKILL' }),
    control: container({ on: 'app', extraHosts: ['gateway.example:198.51.100.7'], stopSignal: 'SIGKILL' }),
    db: container({ on: 'blue', stopSignal: 'SIGKILL' }),
  },
  when: async ({ blue, web, control, db, host }) => {
    const entries = (file: readonly HostsEntry[]) => file.filter(({ names }) => names.includes('gateway.example'));
    const before = entries(await web.hostsFile());
    const actions = [await host.restartEngine(), await control.connect(blue)];
    const connected = await web.connect(blue);
    return {
      before,
      actions,
      connected,
      networks: web.networks.length,
      pings: [await control.ping(db.name), await web.ping(db.name)],
      after: entries(await web.hostsFile()),
    };
  },
  expect: ({ host }, { before, actions, connected, networks, pings, after }) => [
    ...actions.map(succeeded),
    succeeded(connected),
    ...pings.map(answered),
    same('the number of web’s networks is', networks, 2),
    same('the entry is', before, [{ address: host.docker0.gateway, names: ['gateway.example'] }]),
    same('the entry is then', after, before),
  ],
  known: [
    {
      engines: '>=28.0.0',
      because:
        'the restarted engine prepares the running container’s options before it knows the default bridge’s address, ' +
        'and loses the container’s files (moby #53089)',
      instead: (_, { before, actions, connected, networks, pings, after }) => [
        ...actions.map(succeeded),
        failed(connected, 'resolv.conf', 'no such file'),
        ...pings.map((ping, n) => (n === 0 ? answered(ping) : unanswered(ping))),
        same('the number of web’s networks is', networks, 1),
        same('the entry is then', after, before),
      ],
    },
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': false }) }),
  needs: { 'host-gateway-ip': null },
  notOnHost: 'it restarts the engine',
});
