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
  title: 'no socket in the container listens on port 53; the engine listens on random ports of 127.0.0.11',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'No process listens on port 53; the engine listens on a random TCP and a random UDP port of 127.0.0.11.',
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
      web.lo.saw(anything({ protocol: 'udp', to: '127.0.0.11', port: udp })), // the port that the query reaches
      web.lo.saw(fromPort(53, dnsAnswer(web.name, web))), // the port that web sees
    ];
  },
  sabotage: withGiven({ web: container({ captureLo: true }) }),
});
