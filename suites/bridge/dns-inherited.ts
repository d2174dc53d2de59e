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
  title: 'a container on docker0 uses the name servers of the host’s resolv.conf, except those on loopback',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'The container inherits the DNS settings of the Docker daemon, including /etc/resolv.conf.',
  ),
  given: { resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }), web: container({ started: false }) },
  when: async ({ resolver, web, host }) => {
    await host.write(
      '/etc/resolv.conf',
      `nameserver 127.0.0.1\nnameserver 2001:db8:53::53\nnameserver ${resolver.address}\nsearch corp.example\n`,
    );
    await web.start();
    return { lookup: await web.lookup('shop.example'), conf: await web.resolvConf() };
  },
  expect: ({ resolver, host }, { lookup, conf }) => [
    resolved(lookup, '198.51.100.77'),
    host.uplink.saw(sentTo(resolver, dnsQuery('shop.example'))),
    same('web’s name servers are', conf.nameServers, [resolver.address]),
    same('web’s search list is', conf.searchList, ['corp.example']),
  ],
  sabotage: withGiven({ app: bridge(), web: container({ on: 'app', started: false }) }),
  needs: { dns: null, 'ip-masq': true },
  notOnHost: 'it changes the host’s resolv.conf',
});
