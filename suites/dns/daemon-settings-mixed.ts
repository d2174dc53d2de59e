import { answered, bridge, conformance, container, documented, engine, lanHost, same, withGiven } from 'docknet';

const search = ['corp.example', 'shop.example'];
const options = ['timeout:3', 'attempts:4'];

export default conformance({
  id: 'dns/daemon-settings-mixed',
  title: 'a container’s name servers, search list or options take the place of the engine’s of the same kind alone',
  claim: documented(
    'dockerd',
    'dns',
    'The settings dns, dns-opts and dns-search are those of all containers; a container’s option replaces its kind.',
  ),
  given: {
    resolver: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
    daemon: engine({ dns: ['198.51.100.53'], 'dns-opts': options, 'dns-search': search }),
    app: bridge(),
    plain: container({ dns: ['{resolver}'] }),
    servers: container({ on: 'app', dns: ['{resolver}'] }),
    searching: container({ dnsSearch: ['other.example'] }),
    optional: container({ dnsOptions: ['timeout:5'] }),
  },
  when: async ({ plain, servers, searching, optional }) => {
    const read = async (of: typeof plain) => {
      const conf = await of.resolvConf();
      return [conf.nameServers, conf.searchList, conf.options.filter((option) => !option.startsWith('ndots'))];
    };
    const state = async () => [await read(plain), await read(servers), await read(searching), await read(optional)];
    const before = await state();
    await plain.restart();
    await servers.restart();
    return { states: [before, await state()], ping: await plain.ping(optional) };
  },
  expect: ({ resolver }, { states, ping }) => [
    answered(ping),
    ...states.flatMap(([plain, servers, searching, optional]) => [
      same('with name servers of its own on docker0 it has', plain, [[resolver.address], search, options]),
      same('and on another bridge', servers, [['127.0.0.11'], search, options]),
      same('with a search list of its own', searching, [['198.51.100.53'], ['other.example'], options]),
      same('with options of its own', optional, [['198.51.100.53'], search, ['timeout:5']]),
    ]),
  ],
  sabotage: withGiven({ daemon: engine({ dns: ['198.51.100.53'], 'dns-opts': options }) }),
});
