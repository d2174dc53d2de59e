import { bridge, conformance, container, documented, same, that, withGiven } from 'docknet';

export default conformance({
  id: 'dns/resolv-conf',
  title: 'on a user-defined bridge resolv.conf names only 127.0.0.11, with ndots:0',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'The container’s resolv.conf has nameserver 127.0.0.11 and the option ndots:0.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }) },
  when: ({ web }) => web.resolvConf(),
  expect: (_, { nameServers, options }) => [
    same('the name servers are', nameServers, ['127.0.0.11']),
    that('the options contain ndots:0', options.includes('ndots:0'), options),
  ],
  sabotage: withGiven({ web: container() }),
});
