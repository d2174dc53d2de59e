import { bridge, conformance, container, documented, same, that, withGiven } from 'docknet';

export default conformance({
  id: 'dns/resolv-conf',
  title: 'on a user-defined bridge resolv.conf names 127.0.0.11 alone, with ndots:0',
  claim: documented(
    'notes',
    '3.2. User-defined bridge network',
    'The container’s resolv.conf has nameserver 127.0.0.11 and the option ndots:0.',
  ),
  given: { app: bridge(), web: container({ on: 'app' }) },
  when: ({ web }) => web.read('/etc/resolv.conf'),
  expect: (_, file) => {
    const values = (key: string) =>
      file
        .split('\n')
        .map((line) => line.split(/\s+/))
        .filter(([first]) => first === key)
        .flatMap(([, ...rest]) => rest);
    return [
      same('the name servers are', values('nameserver'), ['127.0.0.11']),
      that('the options contain ndots:0', values('options').includes('ndots:0'), values('options')),
    ];
  },
  sabotage: withGiven({ web: container() }),
});
