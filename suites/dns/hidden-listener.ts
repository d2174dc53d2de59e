import {
  anything,
  bridge,
  conformance,
  container,
  dnsAnswer,
  documented,
  fromPort,
  listening,
  listeningPort,
  notListening,
  resolved,
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
  when: async ({ web }) => ({ lookup: await web.lookup(web.name), listeners: await web.listeners() }),
  expect: ({ web }, { lookup, listeners }) => {
    const resolver = { address: '127.0.0.11', program: 'dockerd' };
    const udp = listeningPort(listeners, { protocol: 'udp', ...resolver });
    return [
      resolved(lookup, web),
      notListening(listeners, { port: 53 }),
      listening(listeners, { protocol: 'tcp', ...resolver }),
      listening(listeners, { protocol: 'udp', ...resolver }),
      web.lo.saw(anything({ protocol: 'udp', to: '127.0.0.11', port: udp })), // where the query really goes
      web.lo.saw(fromPort(53, dnsAnswer(web.name, web))), // and what web sees
    ];
  },
  sabotage: withGiven({ web: container({ captureLo: true }) }),
});
