import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  hostDns,
  lanHost,
  responded,
  same,
  sentTo,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/ipv6-server',
  title: 'an IPv6 name server is asked, whether --dns, the engine’s dns or the host’s resolv.conf names it',
  claim: documented(
    'run',
    '--dns',
    'Any number of name servers can be given with --dns, by their IPv4 or IPv6 addresses; without it the engine’s ' +
      'are used, and those of the host.',
  ),
  given: {
    resolver: lanHost({ ipv6: true, resolves: { '*': '198.51.100.77' } }),
    silent: lanHost({ ipv6: true, resolves: { '*': '198.51.100.66' } }),
    dns: hostDns({ nameServers: ['{resolver.ipv6}'] }),
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', dns: ['{resolver.ipv6}'] }),
    plain: container({ on: 'app', restartAlways: true, stopSignal: 'SIGKILL' }),
  },
  when: async ({ web, plain, resolver, silent, host }) => {
    const ask = (from: typeof web, name: string) => from.query(name, { type: 'A' });
    const queries = [await ask(web, 'run.example'), await ask(plain, 'host.example')];
    const actions = [await host.restartEngine({ dns: [resolver.ipv6.address] }), await plain.waitRestarted()];
    await host.write('/etc/resolv.conf', `nameserver ${silent.address}\n`);
    queries.push(await ask(plain, 'engine.example'));
    return { actions, queries, file: (await plain.resolvConf()).nameServers };
  },
  expect: ({ resolver, silent, host }, { actions, queries, file }) => [
    ...actions.map(succeeded),
    ...queries.map((query) => responded(query, 'NOERROR', '198.51.100.77')),
    same('plain’s name servers are', file, ['127.0.0.11']),
    ...['run.example', 'host.example', 'engine.example'].map((name) =>
      host.uplink.saw(sentTo(resolver.ipv6, dnsQuery(name))),
    ),
    host.uplink.neverSaw(sentTo(silent, dnsQuery('engine.example'))),
  ],
  sabotage: withGiven({ web: container({ on: 'app', dns: ['{silent.ipv6}'] }) }),
  needs: { dns: null, 'live-restore': false },
  appliesTo: { engines: '>=27.0.0', because: 'before engine 27 no container’s IPv6 query is masqueraded' },
  notOnHost: 'it restarts the engine',
});
