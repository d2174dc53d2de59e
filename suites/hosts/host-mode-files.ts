import { conformance, container, documented, hostDns, none, same, succeeded, withGiven } from 'docknet';

export default conformance({
  id: 'hosts/host-mode-files',
  title: 'on the host network --add-host, --dns and --dns-search change the container’s files, not the host’s',
  claim: documented(
    'run-20.10',
    'Network: host',
    'The options change /etc/hosts and /etc/resolv.conf in the container; the host’s files stay as they are.',
  ),
  given: {
    // Its own first name server is of no use in a network namespace of one's own.
    dns: hostDns({
      nameServers: ['127.0.0.53', '198.51.100.53'],
      search: ['lan.example'],
      options: ['timeout:3', 'ndots:2'],
      resolves: { '*': 'NXDOMAIN' },
    }),
    web: container({
      on: 'host',
      extraHosts: ['shop.example:198.51.100.77'],
      dns: ['198.51.100.99'],
      dnsSearch: ['corp.example'],
      started: false,
    }),
    control: container({ on: 'host' }),
  },
  when: async ({ web, control, host }) => {
    const read = async () => [await host.read('/etc/hosts'), await host.read('/etc/resolv.conf')];
    const before = await read();
    const started = await web.start();
    return {
      before,
      started,
      after: await read(),
      web: { conf: await web.resolvConf(), hosts: await web.hostsFile() },
      control: { conf: await control.resolvConf(), hosts: await control.hostsFile() },
      host: { conf: await host.resolvConf() },
    };
  },
  expect: (_, { before, started, after, web, control, host }) => [
    succeeded(started),
    same('web’s name servers are', web.conf.nameServers, ['198.51.100.99']),
    same('web’s search list is', web.conf.searchList, ['corp.example']),
    same(
      'web’s lines for the name are',
      web.hosts.filter(({ names }) => names.includes('shop.example')),
      [{ address: '198.51.100.77', names: ['shop.example'] }],
    ),
    same('the host’s files are', after, before),
    ...(['nameServers', 'searchList', 'options'] as const).map((part) =>
      same(`a host-network container without options has the ${part}`, control.conf[part], host.conf[part]),
    ),
    none(
      'and no such line',
      control.hosts.filter(({ names }) => names.includes('shop.example')),
    ),
  ],
  sabotage: withGiven({ web: container({ on: 'host', started: false }) }),
  needs: { dns: null, 'dns-search': null },
  notOnHost: 'it changes the host’s resolv.conf',
});
