import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  same,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'hosts/add-host',
  title: 'a name given with --add-host is reached without asking a name server, also after a restart',
  claim: documented('run', '--add-host', 'The option adds a line to the container’s hosts file.'),
  given: {
    server: lanHost({ resolves: { 'shop.example': '198.51.100.66', 'other.example': '198.51.100.11' } }),
    app: bridge(),
    web: container({
      on: 'app',
      extraHosts: ['shop.example:{server}', 'second.example:198.51.100.88'],
      captureLo: true,
    }),
  },
  when: async ({ web }) => {
    const pings = [await web.ping('shop.example'), await web.ping('other.example')] as const;
    const file = await web.hostsFile();
    const restarted = await web.restart();
    return { pings, file, restarted, again: await web.ping('shop.example'), later: await web.hostsFile() };
  },
  expect: ({ app, web, server }, { pings, file, restarted, again, later }) => [
    ...pings.map(answered),
    app.bridge.saw(anything({ to: server, protocol: 'icmp' })),
    web.lo.saw(dnsQuery('other.example')), // control
    web.lo.neverSaw(dnsQuery('shop.example')),
    succeeded(restarted),
    answered(again),
    ...[file, later].flatMap((lines) => [
      same(
        'the lines of its file are',
        lines.filter(({ names }) => names.some((name) => name.endsWith('.example'))),
        [
          { address: server.address, names: ['shop.example'] },
          { address: '198.51.100.88', names: ['second.example'] },
        ],
      ),
    ]),
  ],
  sabotage: withGiven({ web: container({ on: 'app', captureLo: true }) }),
  needs: { dns: null },
});
