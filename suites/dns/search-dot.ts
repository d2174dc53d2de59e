import {
  answered,
  bridge,
  conformance,
  container,
  dnsQuery,
  documented,
  hostDns,
  lanHost,
  same,
  unanswered,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/search-dot',
  title: '--dns-search . leaves the host’s search domains out',
  claim: documented('run', '--dns', 'With --dns-search . the container has no search domain.'),
  given: {
    resolver: lanHost({ resolves: { 'mail.corp.example': '198.51.100.11' } }),
    dns: hostDns({ nameServers: ['{resolver}'], search: ['corp.example'] }),
    app: bridge(),
    web: container({ on: 'app', dnsSearch: ['.'], captureLo: true }),
    plain: container({ dnsSearch: ['.'] }),
    control: container({ on: 'app', captureLo: true }),
  },
  when: async ({ web, plain, control }) => {
    const [own, other] = [await web.ping('mail'), await control.ping('mail')];
    const confs = [await web.resolvConf(), await plain.resolvConf(), await control.resolvConf()] as const;
    return { own, other, searchLists: confs.map(({ searchList }) => searchList) };
  },
  expect: ({ web, control }, { own, other, searchLists }) => [
    same('the search lists are', searchLists, [[], [], ['corp.example']]),
    unanswered(own),
    web.lo.saw(dnsQuery('mail')),
    web.lo.neverSaw(dnsQuery('mail.corp.example')),
    answered(other),
    control.lo.saw(dnsQuery('mail.corp.example')),
  ],
  sabotage: withGiven({ web: container({ on: 'app', captureLo: true }) }),
  needs: { dns: null },
  notOnHost: 'it changes the host’s resolv.conf',
});
