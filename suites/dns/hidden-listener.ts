import {
  anything,
  bridge,
  conformance,
  container,
  dnsAnswer,
  documented,
  fromPort,
  resolved,
  same,
  that,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/hidden-listener',
  title: 'in the container nothing listens on port 53; the engine listens on drawn ports of 127.0.0.11',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'No process listens on port 53; a process of the engine’s listens on a random TCP and a random UDP port of 127.0.0.11.',
  ),
  given: { app: bridge(), web: container({ on: 'app', captureLo: true }) },
  when: async ({ web }) => ({ lookup: await web.lookup(web.name), listeners: await web.listeningPrograms() }),
  expect: ({ web }, { lookup, listeners }) => {
    const resolver = listeners.filter(({ socket }) => socket.includes(' 127.0.0.11:'));
    const udp = resolver.find(({ socket }) => socket.startsWith('udp'))?.socket.split(':')[1] ?? '';
    return [
      resolved(lookup, web),
      that(
        'nothing in web listens on port 53',
        !listeners.some(({ socket }) => socket.endsWith(':53')),
        listeners.map(({ socket }) => socket),
      ),
      same('the sockets of 127.0.0.11 are', resolver.map(({ socket }) => socket.split(':')[0]).sort(), [
        'tcp 127.0.0.11',
        'udp 127.0.0.11',
      ]),
      same('their program is', [...new Set(resolver.map(({ program }) => program))], ['dockerd']),
      web.lo.saw(anything({ protocol: 'udp', to: '127.0.0.11', port: Number(udp) })), // where the question really goes
      web.lo.saw(fromPort(53, dnsAnswer(web.name, web))), // and what the asker sees
    ];
  },
  sabotage: withGiven({ web: container({ captureLo: true }) }),
});
