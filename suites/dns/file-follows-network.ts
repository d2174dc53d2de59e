import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  lanHost,
  resolved,
  responded,
  same,
  sentTo,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/file-follows-network',
  title: 'a container uses 127.0.0.11 from its first user-defined network to its last',
  claim: documented(
    'dns-page',
    'When the embedded DNS server is used',
    'A container uses the embedded server when it is connected to at least one user-defined network, and otherwise ' +
      'has the host’s servers.',
  ),
  given: {
    resolver: lanHost({ resolves: { '*': '198.51.100.77' } }),
    app: bridge(),
    db: container({ on: 'app', aliases: ['db'] }),
    web: container({ captureLo: true }),
    control: container(),
  },
  when: async ({ app, web, control }) => {
    const ask = async (name: string) => ({ lookup: await web.lookup(name), conf: await web.resolvConf() });
    const before = await ask('before.example');
    const connected = await web.connect(app);
    const [between, db] = [await ask('between.example'), await web.lookup('db')];
    const disconnected = await web.disconnect(app);
    const after = await ask('after.example');
    const left = await web.query('db', { timeoutMs: 3000 });
    return { before, connected, between, db, disconnected, after, left, control: await control.resolvConf() };
  },
  expect: ({ web, db, resolver, host }, { before, connected, between, db: own, disconnected, after, control }) => [
    same('on docker0 the name servers are', before.conf.nameServers, [resolver.address]),
    host.docker0.bridge.saw(sentTo(resolver, dnsQuery('before.example'))),
    succeeded(connected),
    same('with a user-defined network they are', between.conf.nameServers, ['127.0.0.11']),
    resolved(between.lookup, '198.51.100.77'),
    web.lo.saw(sentTo('127.0.0.11', dnsQuery('between.example'))),
    resolved(own, db),
    succeeded(disconnected),
    same('without it they are again', after.conf.nameServers, [resolver.address]),
    resolved(after.lookup, '198.51.100.77'),
    host.docker0.bridge.saw(sentTo(resolver, dnsQuery('after.example'))),
    same('the file of a container that stayed names', control.nameServers, [resolver.address]),
  ],
  sabotage: withGiven({ web: container({ on: 'app', captureLo: true }) }),
  known: [
    {
      engines: '*',
      because: 'the file keeps 127.0.0.11, which goes on forwarding, after the last user-defined network was left',
      instead: ({ web, db, resolver, host }, outcome) => [
        same('on docker0 the name servers are', outcome.before.conf.nameServers, [resolver.address]),
        host.docker0.bridge.saw(sentTo(resolver, dnsQuery('before.example'))),
        succeeded(outcome.connected),
        same('with a user-defined network they are', outcome.between.conf.nameServers, ['127.0.0.11']),
        resolved(outcome.between.lookup, '198.51.100.77'),
        web.lo.saw(sentTo('127.0.0.11', dnsQuery('between.example'))),
        resolved(outcome.db, db),
        succeeded(outcome.disconnected),
        same('without it they are still', outcome.after.conf.nameServers, ['127.0.0.11']),
        resolved(outcome.after.lookup, '198.51.100.77'),
        web.lo.saw(sentTo('127.0.0.11', dnsQuery('after.example'))),
        responded(outcome.left, 'NOERROR', '198.51.100.77'), // the name of nobody there is asked outside
        same('the file of a container that stayed names', outcome.control.nameServers, [resolver.address]),
      ],
    },
  ],
  needs: { dns: null },
});
