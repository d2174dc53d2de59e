import {
  answered,
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  engine,
  lanHost,
  resolved,
  same,
  sentTo,
  succeeded,
  withGiven,
} from 'docknet';

// The address of server. The docker host's own name server is resolver.
const settings = { dns: ['198.51.100.12'], 'dns-search': ['corp.example'] };

export default conformance({
  id: 'dns/after-reload',
  title: 'containers that start after a reload of daemon.json have the engine’s name server and search list',
  claim: documented(
    'dockerd',
    'Configuration reload behavior',
    'A reload on SIGHUP changes the listed options alone, such as labels; dns and dns-search are not among them.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    server: lanHost({ resolves: { 'shop.example': '198.51.100.78' } }),
    daemon: engine(settings),
    app: bridge(),
    web: container({ on: 'app', started: false }),
    plain: container({ started: false }),
    control: container({ on: 'app' }),
  },
  when: async ({ web, plain, control, host }) => {
    const before = await control.lookup('shop.example');
    const reloads = [await host.reloadEngine({ labels: ['rack=7'] }), await host.reloadEngine()];
    const started = [await web.start(), await plain.start()];
    const { nameServers, searchList } = await plain.resolvConf();
    return {
      actions: [...reloads, ...started],
      lookups: [before, await web.lookup('shop.example'), await plain.lookup('shop.example')],
      conf: [nameServers, searchList],
      ping: await control.ping(web),
    };
  },
  expect: ({ resolver, server, host }, { actions, lookups, conf, ping }) => [
    ...actions.map(succeeded),
    ...lookups.map((lookup) => resolved(lookup, '198.51.100.78')),
    host.uplink.sawTimes(3, sentTo(server, dnsQuery('shop.example', 'A'))),
    host.uplink.neverSaw(sentTo(resolver, dnsQuery('shop.example'))),
    same('name servers and search list of the container on docker0 are', conf, [[...settings.dns], ['corp.example']]),
    answered(ping),
  ],
  sabotage: withGiven({ daemon: engine({ 'dns-search': ['corp.example'] }) }),
});
