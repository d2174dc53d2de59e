import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  resolved,
  same,
  sentTo,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'bridge/dns-inherited',
  title: 'a container on docker0 asks the name servers of the host’s resolv.conf, those on loopback left out',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'The container inherits the DNS settings of the Docker daemon, /etc/resolv.conf among them.',
  ),
  given: { resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }), web: container({ started: false }) },
  when: async ({ resolver, web, host }) => {
    await host.write('/etc/resolv.conf', `nameserver 127.0.0.1\nnameserver ${resolver.address}\nsearch corp.example\n`);
    await web.start();
    return { lookup: await web.lookup('shop.example'), file: await web.read('/etc/resolv.conf') };
  },
  expect: ({ resolver, host }, { lookup, file }) => {
    const values = (key: string) =>
      file
        .split('\n')
        .map((line) => line.split(/\s+/))
        .filter(([first]) => first === key)
        .flatMap(([, ...rest]) => rest);
    return [
      resolved(lookup, '198.51.100.77'),
      host.uplink.saw(sentTo(resolver, dnsQuery('shop.example'))),
      same('web’s name servers are', values('nameserver'), [resolver.address]),
      same('web’s search list is', values('search'), ['corp.example']),
    ];
  },
  sabotage: withGiven({ app: bridge(), web: container({ on: 'app', started: false }) }),
  notOnHost: 'it changes the host’s resolv.conf',
});
