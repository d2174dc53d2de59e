import {
  conformance,
  container,
  dnsQuery,
  documented,
  hostDns,
  lanHost,
  resolved,
  same,
  sentTo,
  succeeded,
  withGiven,
} from 'docknet';

const upstream = '/run/systemd/resolve/resolv.conf';

export default conformance({
  id: 'dns/resolved-stub',
  title:
    'behind systemd-resolved’s stub, containers on docker0 ask its upstream servers, with options of their own, too',
  claim: documented(
    'rn-23',
    '23.0',
    'Names are found by containers with --dns-opt or --dns-search on a host that uses systemd-resolved.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    dns: hostDns({ nameServers: ['127.0.0.53'] }),
    plain: container({ started: false, stopSignal: 'SIGKILL' }),
    optional: container({ started: false, stopSignal: 'SIGKILL', dnsOptions: ['ndots:3'] }),
    searching: container({ started: false, stopSignal: 'SIGKILL', dnsSearch: ['lan.example'] }),
  },
  when: async ({ plain, optional, searching, resolver, host }) => {
    await host.sh(`mkdir -p ${upstream.slice(0, upstream.lastIndexOf('/'))}`);
    await host.write(upstream, `nameserver ${resolver.address}\n`);
    const actions = [await host.restartEngine()]; // it looks once
    const containers = [plain, optional, searching];
    for (const one of containers) actions.push(await one.start());
    const servers = await Promise.all(containers.map(async (one) => (await one.resolvConf()).nameServers));
    const lookups = await Promise.all(containers.map((one) => one.lookup('shop.example')));
    await host.write('/etc/resolv.conf', `nameserver ${resolver.address}\n`); // as it looks once more
    actions.push(await host.restartEngine());
    return { actions, servers, lookups };
  },
  expect: ({ resolver, host }, { actions, servers, lookups }) => [
    ...actions.map(succeeded),
    ...servers.map((of) => same('the container’s name servers are', of, [resolver.address])),
    ...lookups.map((lookup) => resolved(lookup, '198.51.100.77')),
    host.uplink.sawTimes(3, sentTo(resolver, dnsQuery('shop.example'))),
  ],
  sabotage: withGiven({ dns: hostDns({ nameServers: ['198.51.100.53'] }) }),
  needs: { dns: null },
  notOnHost: 'it changes the host’s resolv.conf',
});
