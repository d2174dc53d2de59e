import {
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  engine,
  hostDns,
  localhost,
  responded,
  sentTo,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'restart/live-name-servers',
  title: 'with live-restore a name server on the host’s loopback, or the container’s, is asked there as before',
  claim: documented(
    'dns-page',
    'Upstream servers',
    'The host’s name servers are asked from the host’s network namespace, --dns ones from the container’s.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    dns: hostDns({ nameServers: [localhost], resolves: { '*': '198.51.100.66' } }),
    app: bridge(),
    plain: container({ on: 'app', stopSignal: 'SIGKILL', captureLo: true }),
    web: container({
      on: 'app',
      stopSignal: 'SIGKILL',
      dns: [localhost],
      resolves: { '*': '198.51.100.77' },
      captureLo: true,
    }),
  },
  when: async ({ plain, web, host }) => {
    const ask = async () => ({ plain: await plain.query('shop.example'), web: await web.query('own.example') });
    const queries = [await ask()];
    const actions = [await host.restartEngine()];
    queries.push(await ask());
    actions.push(await host.killEngine(), await host.startEngine());
    queries.push(await ask());
    return { queries, actions };
  },
  expect: ({ plain, web, host }, { queries, actions }) => [
    ...actions.map(succeeded),
    ...queries.flatMap((query) => [
      responded(query.plain, 'NOERROR', '198.51.100.66'),
      responded(query.web, 'NOERROR', '198.51.100.77'),
    ]),
    host.lo.sawTimes(3, sentTo(localhost, dnsQuery('shop.example'))),
    host.lo.neverSaw(dnsQuery('own.example')),
    web.lo.sawTimes(3, sentTo(localhost, dnsQuery('own.example'))),
    plain.lo.saw(dnsQuery('shop.example')),
    plain.lo.neverSaw(sentTo(localhost, dnsQuery('shop.example'))),
  ],
  sabotage: withGiven({ daemon: engine({ 'live-restore': false }) }),
  needs: { dns: null },
  notOnHost: 'it changes the host’s resolv.conf',
});
