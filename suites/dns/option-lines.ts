import { bridge, conformance, container, dnsQuery, documented, lanHost, responded, same, withGiven } from 'docknet';

const options = ['ndots:1', 'timeout:3', 'attempts:4'];

export default conformance({
  id: 'dns/option-lines',
  title: 'options on several lines of the host’s resolv.conf all hold in the container',
  claim: documented(
    'moby',
    'Options of the host’s resolv.conf (#47497)',
    'The file may have several lines with options, and each of them holds.',
  ),
  given: {
    resolver: lanHost({ resolves: { '*': '198.51.100.77' } }),
    app: bridge(),
    web: container({ on: 'app', started: false }),
    plain: container({ started: false }),
  },
  when: async ({ resolver, web, plain, host }) => {
    await host.write(
      '/etc/resolv.conf',
      `options ndots:1 timeout:3\nnameserver ${resolver.address}\noptions attempts:4\n`,
    );
    await web.start();
    await plain.start();
    return {
      files: [await web.resolvConf(), await plain.resolvConf()],
      single: await web.query('single'),
      dotted: await web.query('shop.example'),
    };
  },
  expect: ({ host }, { files, single, dotted }) => [
    ...files.map((file, n) => same(`the options of ${n === 0 ? 'web' : 'plain'} are`, file.options, options)),
    responded(single, 'NOERROR'), // ndots: not forwarded
    responded(dotted, 'NOERROR', '198.51.100.77'),
    host.uplink.saw(dnsQuery('shop.example')),
    host.uplink.neverSaw(dnsQuery('single')),
  ],
  known: [
    {
      engines: '<26.0.0',
      because: 'the last line with options is taken alone (until moby #47497)',
      instead: (_, { files, single, dotted }) => [
        ...files.map((file, n) =>
          same(
            `the options of ${n === 0 ? 'web' : 'plain'} are`,
            file.options,
            n === 0 ? ['attempts:4', 'ndots:0'] : options,
          ),
        ),
        responded(single, 'NOERROR', '198.51.100.77'),
        responded(dotted, 'NOERROR', '198.51.100.77'),
      ],
    },
  ],
  sabotage: withGiven({ web: container({ on: 'app', dnsOptions: ['ndots:0'], started: false }) }),
  needs: { dns: null, 'dns-opt': null },
  notOnHost: 'it changes the host’s resolv.conf',
});
