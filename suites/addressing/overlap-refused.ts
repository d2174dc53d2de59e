import { bridge, conformance, documented, failed, same, sameLinks, succeeded, withGiven } from 'docknet';

const taken = '10.30.64.0/20';

export default conformance({
  id: 'addressing/overlap-refused',
  title: 'a network whose subnet overlaps another’s is refused, before and after an engine restart',
  claim: documented(
    'net-create',
    'Specify advanced options',
    'Subnets of networks do not overlap: the creation of such a network fails.',
  ),
  given: { app: bridge({}, { subnet: taken }) },
  when: async ({ app, host }) => {
    const overlap = async () => [
      await host.createNetwork('same', { subnet: taken }),
      await host.createNetwork('within', { subnet: '10.30.79.0/24' }),
      await host.createNetwork('around', { subnet: '10.30.0.0/16' }),
      await host.createNetwork('docker0', { subnet: host.docker0.subnet }),
    ];
    const links = await host.links();
    const first = await overlap();
    const after = { links: await host.links(), names: (await host.networks()).map(({ name }) => name) };
    const beside = await host.createNetwork('beside', { subnet: '10.30.80.0/24' });
    await host.restartEngine();
    const second = await overlap();
    await host.removeNetwork(app);
    return {
      links,
      after,
      refused: [...first, ...second],
      beside,
      freed: await host.createNetwork('same', { subnet: taken }),
    };
  },
  expect: ({ app }, { links, after, refused, beside, freed }) => [
    ...refused.map((action) => failed(action, 'overlaps')),
    sameLinks('the refused networks leave no interface', links, after.links),
    same('the networks are', after.names.sort(), ['bridge', 'host', 'none', app.name].sort()),
    succeeded(beside),
    succeeded(freed),
  ],
  sabotage: withGiven({ app: bridge() }),
  notOnHost: 'it restarts the engine',
});
