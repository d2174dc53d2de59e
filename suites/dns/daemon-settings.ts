import { answered, bridge, conformance, container, documented, engine, same, succeeded, withGiven } from 'docknet';

const settings = { 'dns-opts': ['timeout:3', 'attempts:4'], 'dns-search': ['corp.example', 'shop.example'] };

export default conformance({
  id: 'dns/daemon-settings',
  title: 'dns-opts and dns-search of the engine hold in each container that has none of its own',
  claim: documented(
    'dockerd',
    'dns',
    'The settings dns, dns-opts and dns-search are those of all containers; options of a container take their place.',
  ),
  given: {
    daemon: engine(settings),
    app: bridge(),
    web: container({ on: 'app' }),
    plain: container(),
    control: container({ on: 'app', dnsOptions: ['timeout:5'], dnsSearch: ['other.example'] }),
  },
  when: async ({ web, plain, control }) => {
    const read = async (of: typeof web) => {
      const { searchList, options } = await of.resolvConf();
      return { searchList, options: options.filter((option) => !option.startsWith('ndots')) };
    };
    const state = async () => [await read(web), await read(plain), await read(control)];
    const before = await state();
    const restarted = [await web.restart(), await plain.restart()];
    return { states: [before, await state()], restarted, ping: await web.ping(control) };
  },
  expect: (_, { states, restarted, ping }) => {
    const own = { searchList: settings['dns-search'], options: settings['dns-opts'] };
    return [
      ...restarted.map(succeeded),
      ...states.map((state) =>
        same('the files of web, of plain, and of one with options of its own have', state, [
          own,
          own,
          { searchList: ['other.example'], options: ['timeout:5'] },
        ]),
      ),
      answered(ping),
    ];
  },
  sabotage: withGiven({ daemon: engine({ 'dns-opts': ['timeout:3'] }) }),
});
